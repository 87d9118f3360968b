using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Lists and views.</summary>
public abstract class QueryConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly RunFilter Everything = new(null, [], null, null, null, 1_000);

    [Fact]
    public async Task ListRuns_PageByPage_GivesEachRunOnceNewestFirst()
    {
        var owner = await OwnAsync();
        // Ten runs of one planned millisecond stand together, told apart by the rest of their ids.
        var runs = Enumerable
            .Range(0, 30)
            .Select(static number => number < 10 ? Samples.Run(5, job: number + 1) : Samples.Run(number))
            .ToList();
        await owner.CommitAsync([.. runs.Select(static run => new RunInserted(run, "1"))]);

        var paged = new List<Run>();
        while (
            await Store.Queries.ListRunsAsync("shop", Everything with { Before = paged.LastOrDefault()?.Id, Limit = 7 })
                is { Count: > 0 } page
        )
        {
            page.Count.ShouldBeLessThanOrEqualTo(7);
            paged.AddRange(page.Select(static record => record.Run));
        }

        paged.ShouldBe(runs.OrderByDescending(static run => run.Id.ToString(), StringComparer.Ordinal));
        paged.Select(static run => run.Planned).ShouldBe(runs.Select(static run => run.Planned).OrderDescending());
    }

    [Fact]
    public async Task ListRuns_WithFilters_GivesWhatMeetsAllOfThem()
    {
        var owner = await OwnAsync();
        Run[] runs =
        [
            Samples.Run(1),
            Samples.Run(2).Ended(),
            Samples.Run(3, RunState.Running),
            Samples.Run(4, job: 2, name: "other"),
            Samples.Run(5).Ended(RunState.Failed),
        ];
        await owner.CommitAsync([.. runs.Select(static run => new RunInserted(run, "1"))]);

        async Task<int[]> ListAsync(RunFilter filter) =>
            [.. (await Store.Queries.ListRunsAsync("shop", filter)).Select(record => Array.IndexOf(runs, record.Run) + 1)];

        (await ListAsync(Everything)).ShouldBe([5, 4, 3, 2, 1]);
        (await ListAsync(Everything with { Job = "report" })).ShouldBe([5, 3, 2, 1]);
        (await ListAsync(Everything with { States = [RunState.Queued, RunState.Running] })).ShouldBe([4, 3, 1]);
        (await ListAsync(Everything with { From = runs[1].Planned })).ShouldBe([5, 4, 3, 2]);
        (await ListAsync(Everything with { To = runs[1].Planned })).ShouldBe([1]);
        (await ListAsync(Everything with { From = runs[1].Planned + Duration.FromNanoseconds(1_000) })).ShouldBe([5, 4, 3]);
        (await ListAsync(Everything with { To = runs[1].Planned + Duration.FromNanoseconds(1_000) })).ShouldBe([2, 1]);
        (await ListAsync(Everything with { Limit = 2 })).ShouldBe([5, 4]);
        (
            await ListAsync(new RunFilter("report", [RunState.Succeeded, RunState.Failed], runs[0].Planned, runs[4].Planned, runs[3].Id, 5))
        ).ShouldBe([2]);
        (await ListAsync(Everything with { Job = "unknown" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListRuns_ByWorkerTriggerAndKindOfEnd_GivesThem()
    {
        var owner = await OwnAsync();
        var api = new Trigger(TriggerKind.Api, "someone");
        Run[] runs =
        [
            Samples.Run(1).Dispatched() with
            {
                Trigger = api,
            },
            Samples.Run(2).Dispatched(2) with
            {
                Worker = new WorkerRef("worker-2", "incarnation-1"),
            },
            Samples.Run(3).Dispatched(3).Ended(RunState.Failed),
            Samples.Run(4).Ended(RunState.Missed),
            Samples.Run(5).Ended(),
        ];
        await owner.CommitAsync([.. runs.Select(static run => new RunInserted(run, "1"))]);

        async Task<int[]> ListAsync(RunFilter filter) =>
            [.. (await Store.Queries.ListRunsAsync("shop", filter)).Select(record => Array.IndexOf(runs, record.Run) + 1)];

        (await ListAsync(Everything with { Worker = "worker-1" })).ShouldBe([3, 1]);
        (await ListAsync(Everything with { Worker = "worker-1", Triggers = [TriggerKind.Api] })).ShouldBe([1]);
        (await ListAsync(Everything with { Triggers = [TriggerKind.Api, TriggerKind.Schedule] })).ShouldBe([5, 4, 3, 2, 1]);
        (await ListAsync(Everything with { States = [RunState.Failed, RunState.Missed] })).ShouldBe([4, 3]);
        (await ListAsync(Everything with { States = [RunState.Failed, RunState.Succeeded] })).ShouldBe([5, 3]);
        (await ListAsync(Everything with { States = [RunState.Dispatched], Worker = "worker-2" })).ShouldBe([2]);
    }

    [Fact]
    public async Task ListJobs_PageByPage_GivesEachOnceByName()
    {
        var owner = await OwnAsync();
        string[] names = ["a", "B", "c", "Ä", "ab", "a-b"];
        await owner.CommitAsync([.. names.Select(static (name, index) => Samples.Job(index + 1, name))]);

        var paged = new List<string>();
        while (await Store.Queries.ListJobsAsync("shop", workflows: false, null, paged.LastOrDefault(), 4) is { Count: > 0 } page)
        {
            paged.AddRange(page.Select(static job => job.Name));
        }

        paged.ShouldBe(names.Order(StringComparer.Ordinal));
        (await Store.Queries.JobNamesAsync("shop", workflows: false)).ShouldBe(paged);
    }

    [Fact]
    public async Task Queries_OfAnAppThatIsNotThere_FindNothing()
    {
        (await Store.Queries.FindAppAsync("nobody")).ShouldBeNull();
        (await Store.Queries.ListJobsAsync("nobody", workflows: false, null, null, 10)).ShouldBeEmpty();
        (await Store.Queries.ListRunsAsync("nobody", Everything)).ShouldBeEmpty();
        (await Store.Queries.FindRunAsync("nobody", Samples.Run(1).Id)).ShouldBeNull();
        (await Store.Queries.FindHistoryAsync("nobody", Samples.Run(1).Id)).Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reads_AfterACommit_AlwaysSeeIt()
    {
        var owner = await OwnAsync();
        for (var number = 1; number <= 20; number++)
        {
            await owner.CommitAsync(Samples.Run(number));
            (await Store.Queries.ListRunsAsync("shop", Everything with { Limit = 1 }))
                .ShouldHaveSingleItem()
                .Run.ShouldBe(Samples.Run(number));
        }
    }

    [Fact]
    public async Task ListJobs_ByPrefix_GivesWhatBeginsSo()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1, "day"), Samples.Job(2, "night"), Samples.Job(3, "night.a"), Samples.Job(4, "nights"));

        var found = await Store.Queries.ListJobsAsync("shop", workflows: false, "night", "night", 10);

        found.Select(static job => job.Name).ShouldBe(["night.a", "nights"]);
    }

    [Fact]
    public async Task JobVersions_OfAJob_AreKeptUntilItIsDeleted()
    {
        var owner = await OwnAsync();
        var later = Samples.Noon + Duration.FromHours(1);
        await owner.CommitAsync(Samples.Job(1, @params: "[1]"), Samples.Job(2, "other"));
        await owner.CommitAsync(new JobRedefined(1, 2, "{}", later));
        await owner.CommitAsync(Samples.Job(1, "renamed", "[3]", version: 3));

        var versions = await Store.Queries.ListJobVersionsAsync("shop", "renamed", null, 10);
        var older = await Store.Queries.ListJobVersionsAsync("shop", "renamed", 3, 1);
        var second = await Store.Queries.FindJobVersionAsync("shop", "renamed", 2);

        versions.Select(static version => (version.Version, version.Params)).ShouldBe([(3, "[3]"), (2, "[1]"), (1, "[1]")]);
        older.Select(static version => version.Version).ShouldBe([2]);
        second.ShouldBe(new JobVersionRecord(1, 2, "{}", "[1]", later));
        (await Store.Queries.FindJobVersionAsync("shop", "renamed", 4)).ShouldBeNull();
        await owner.CommitAsync(new JobDeleted(1));
        await owner.CommitAsync(Samples.Job(5, "renamed"));
        (await Store.Queries.ListJobVersionsAsync("shop", "renamed", null, 10)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task JobVersions_OfMoreThanAHundred_AreTheNewestHundred()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync([.. Enumerable.Range(1, 103).Select(static version => Samples.Job(1, version: version))]);

        var versions = await Store.Queries.ListJobVersionsAsync("shop", "report", null, 1000);

        (versions.Count, versions[0].Version, versions[^1].Version).ShouldBe((100, 103, 4));
    }
}
