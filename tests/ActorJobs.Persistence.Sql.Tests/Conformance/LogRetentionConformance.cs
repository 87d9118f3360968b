using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Which logs stay of a job, and of an app, that say which they keep.</summary>
public abstract class LogRetentionConformance(TestDatabase database) : StoreConformance(database)
{
    private const int Report = 1;
    private const int Mail = 2;

    [Fact]
    public async Task Tend_OfAJobThatKeepsTheLogsOfSomeRuns_RemovesThoseThatEndedFirst()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Saved(Report, """{"runs":2}"""), Samples.Job(Mail, "mail"));
        var reports = await RunAsync(owner, Report, 1, 2, 3, 4, 5);
        var mails = await RunAsync(owner, Mail, 11, 12, 13);

        await Store.Logs.TendAsync();

        (await WithLogsAsync(reports)).ShouldBe([4, 5]);
        (await WithLogsAsync(mails)).ShouldBe([11, 12, 13]);
        (await Store.Logs.ReadAsync("shop", reports[0].Id, new RunLogFilter(null, null), 0, 10)).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tend_OfAJobThatKeepsLogsForATime_RemovesThoseOfRunsThatEndedBefore()
    {
        var now = await Store.NowAsync();
        var owner = await OwnAsync();
        await owner.CommitAsync(Saved(Report, """{"keep":"1h"}"""));
        var runs = await RunAsync(
            owner,
            Ended(Report, 1) with
            {
                EndedAt = now - Duration.FromMinutes(61),
            },
            Ended(Report, 2) with
            {
                EndedAt = now - Duration.FromMinutes(50),
            }
        );

        await Store.Logs.TendAsync();

        (await WithLogsAsync(runs)).ShouldBe([2]);
    }

    [Fact]
    public async Task Tend_OfAJobThatKeepsSoManyBytes_RemovesTheLogsThatEndedFirst()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Saved(Report, """{"size":"15KB"}"""));
        var runs = await RunAsync(owner, Report, 1, 2, 3, 4);

        await Store.Logs.TendAsync();

        (await WithLogsAsync(runs)).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Tend_OfAJobWithOpenRuns_LeavesTheirLogsAndDoesNotCountThem()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Saved(Report, """{"runs":1,"size":"10KB","keep":"3660d"}"""));
        var runs = await RunAsync(
            owner,
            Samples.Run(1).Dispatched(),
            Ended(Report, 2),
            Ended(Report, 3),
            Samples.Run(4).Dispatched(),
            Samples.Run(5)
        );

        await Store.Logs.TendAsync();

        (await WithLogsAsync(runs)).ShouldBe([1, 3, 4, 5]);
    }

    [Fact]
    public async Task Tend_OfAnAppAndItsJobs_LetsTheNarrowestCount()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(
            new AppConfigured(AppSettings.None with { Logs = new LogRetention(null, 4, null) }),
            Saved(Report, """{"runs":1}"""),
            Saved(Mail, """{"runs":100}""")
        );
        var runs = await RunAsync(owner, [.. Runs(Mail, 1, 2, 3, 4), .. Runs(Report, 5, 6, 7), .. Runs(0, 8)]);
        await RunAsync(await OwnAsync("bank"), [.. Runs(Report, 1, 2)]);

        await Store.Logs.TendAsync();

        // The logs of report that its own bound removes take no room of the app's.
        (await WithLogsAsync(runs)).ShouldBe([3, 4, 7, 8]);
        (await Store.Logs.PositionsAsync("bank", [Ended(Report, 1).Id, Ended(Report, 2).Id])).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tend_OfAnAppThatKeepsLess_DoesSoByTimeAndBytesToo()
    {
        var now = await Store.NowAsync();
        var owner = await OwnAsync();
        await owner.CommitAsync(new AppConfigured(AppSettings.None with { Logs = new LogRetention(Duration.FromHours(1), null, 20_000) }));
        var runs = await RunAsync(
            owner,
            [
                .. Enumerable
                    .Range(1, 6)
                    .Select(number => Ended(number % 2, number) with { EndedAt = now - Duration.FromMinutes(number * 18) }),
            ]
        );

        await Store.Logs.TendAsync();
        (await WithLogsAsync(runs)).ShouldBe([1, 2, 3]);

        await owner.CommitAsync(
            new AppConfigured(AppSettings.None with { Logs = new LogRetention(Duration.FromMinutes(30), null, 20_000) })
        );
        await Store.Logs.TendAsync();
        (await WithLogsAsync(runs)).ShouldBe([1]);
    }

    [Fact]
    public async Task Tend_WhereTheServerKeepsLess_RemovesWhatTheServerDoesNotKeep()
    {
        var store = await Database.OpenAsync(new LogLimits { BytesPerApp = 15_000 });
        var owner = await OwnAsync();
        await owner.CommitAsync(Saved(Report, """{"runs":3,"size":"1GB"}"""));
        var runs = await RunAsync(owner, Report, 1, 2, 3, 4);

        await store.Logs.TendAsync();

        (await WithLogsAsync(runs)).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Tend_OfAJobThatCannotBeRead_LeavesItsLogsAndGoesOnWithOthers()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Saved(Report, """{"runs":0}"""), Saved(Mail, """{"runs":1}"""));
        await Database.ExecuteAsync($$"""UPDATE {{Database.Prefix}}job SET definition = '{"logs":{' WHERE job_id = 1""");
        var runs = await RunAsync(owner, [.. Runs(Report, 1, 2), .. Runs(Mail, 3, 4)]);

        await Store.Logs.TendAsync();

        (await WithLogsAsync(runs)).ShouldBe([1, 2, 4]);
    }

    private static JobWritten Saved(long job, string logs) =>
        Samples.Job(job, $"job-{job}") with
        {
            Definition = $$"""{"name":"job-{{job}}","logs":{{logs}}}""",
        };

    private static Run Ended(long job, int number) => Samples.Run(number, job: job).Ended();

    private static IEnumerable<Run> Runs(long job, params IEnumerable<int> numbers) => numbers.Select(number => Ended(job, number));

    private Task<IReadOnlyList<Run>> RunAsync(TestOwner owner, long job, params IEnumerable<int> numbers) =>
        RunAsync(owner, [.. Runs(job, numbers)]);

    /// <summary>Stores runs, each with a log of some six kilobytes.</summary>
    private async Task<IReadOnlyList<Run>> RunAsync(TestOwner owner, params Run[] runs)
    {
        await owner.CommitAsync([.. runs.Select(static run => new RunInserted(run, "{}"))]);
        foreach (var run in runs)
        {
            await Store.Logs.AppendAsync(owner.Claim.App, [Line(run)]);
        }
        return runs;
    }

    private static RunLine Line(Run run) =>
        new(new LogAttempt(run.Id, 1, 1), 1, Samples.Noon, RunLineStream.Log, RunLineLevel.Information, "", new string('x', 6_000));

    /// <summary>The seconds after noon for which the runs are planned that have a log.</summary>
    private async Task<IEnumerable<int>> WithLogsAsync(IReadOnlyList<Run> runs)
    {
        var positions = await Store.Logs.PositionsAsync("shop", [.. runs.Select(static run => run.Id)]);
        return runs.Where(run => positions.ContainsKey(run.Id)).Select(static run => (int)(run.Planned - Samples.Noon).TotalSeconds);
    }
}
