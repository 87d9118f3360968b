using ActorJobs.Core.Runs;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;

namespace ActorJobs.TestKit.Tests.Jobs;

public class PolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("skip", 3, 6)]
    [InlineData("allow", 9, 0)]
    [InlineData("queue", 9, 0)]
    public async Task Overlap_OfRunsLongerThanTheirSchedule_FollowsThePolicy(string policy, int succeeded, int skipped)
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(
            Job($$""", "overlap": { "policy": "{{policy}}" }, "schedules": [ { "kind": "fixedRate", "every": "1m" } ]""")
        );
        (await kit.AddWorkerAsync("w1", slots: 10)).Does(Work.Succeeds(after: 2 * Minute + Second));
        await kit.AdvanceAsync(9.5 * Minute);
        await kit.DisableJobAsync("job");
        await kit.AdvanceUntilAllEndedAsync(TimeSpan.FromHours(1));
        kit.Runs.In(RunState.Succeeded).ShouldCount(succeeded);
        kit.Runs.In(RunState.Skipped).Sum(run => run.Omitted!.Count).ShouldBe(skipped);
    }

    [Theory]
    [InlineData("atLeastOnce", RunState.Succeeded, 2)]
    [InlineData("atMostOnce", RunState.WorkerLost, 1)]
    public async Task Vanish_WithARun_EndsItAsItsDeliverySays(string delivery, RunState end, int attempts)
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job($$""", "delivery": "{{delivery}}" """));
        var first = (await kit.AddWorkerAsync("w1")).Does(Work.Vanishes(after: 5 * Second));
        await kit.SubmitAsync("job");
        first.Attempts.ShouldHaveSingleItem().Number.ShouldBe(1);
        var second = await kit.AddWorkerAsync("w2");
        await kit.AdvanceAsync(30 * Second);
        kit.Runs.ShouldBeOne().ShouldBe(RunState.Running);
        await kit.AdvanceAsync(10 * Second);
        var run = kit.Runs.ShouldBeOne().ShouldBe(end);
        run.Attempt.ShouldBe(attempts);
        second.Attempts.Count.ShouldBe(attempts - 1);
    }

    [Fact]
    public async Task ReportLate_AfterTheRunWasGivenToAnother_ChangesNothingAndIsRecorded()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        (await kit.AddWorkerAsync("w1")).Does(Work.ReportsLate(after: 2 * Minute, result: "1"));
        await kit.SubmitAsync("job");
        (await kit.AddWorkerAsync("w2")).Does(Work.Succeeds(after: Second, result: "2"));
        await kit.AdvanceAsync(5 * Minute);
        var run = kit.Runs.ShouldBeOne().ShouldBe(RunState.Succeeded);
        (run.Attempt, run.Worker, run.Result).ShouldBe((2, "w2", "2"));
        run.EarlierAttempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.WorkerLost);
        run.StaleReports.ShouldHaveSingleItem().Worker.Id.ShouldBe("w1");
        run.ToString().ShouldContain("a report of attempt 1 by worker w1 came too late: Succeeded");
    }

    [Fact]
    public async Task Freeze_ForLessThanTheOfflineLimit_LosesNothing()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        var worker = (await kit.AddWorkerAsync("w1")).Does(Work.Succeeds(after: 10 * Second));
        await kit.SubmitAsync("job");
        await worker.FreezeAsync();
        await kit.AdvanceAsync(20 * Second);
        kit.Runs.ShouldBeOne().ShouldBe(RunState.Running);
        await worker.ReturnAsync();
        kit.Runs.ShouldBeOne().ShouldBe(RunState.Succeeded).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Return_AfterVanishing_IsANewProcessThatGetsTheRunAgain()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        var worker = (await kit.AddWorkerAsync("w1")).Does(attempt => attempt.Number == 1 ? Work.Hangs() : Work.Succeeds());
        await kit.SubmitAsync("job");
        await worker.VanishAsync();
        await kit.AdvanceAsync(5 * Second);
        await worker.ReturnAsync();
        await kit.AdvanceAsync(5 * Second);
        kit.Runs.ShouldBeOne().ShouldBe(RunState.Succeeded).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Cancel_OfARunThatHangs_EndsItWhenItsWorkerDoes()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        var worker = (await kit.AddWorkerAsync("w1", slots: 2)).Does(attempt =>
            attempt.Params == "1" ? Work.HangsDespiteStops() : Work.Hangs()
        );
        var obeys = await kit.SubmitAsync("job");
        (await kit.CancelAsync(obeys.Id)).ShouldBe(RunState.Cancelled);
        var ignores = await kit.SubmitAsync("job", 1);
        (await kit.CancelAsync(ignores.Id)).ShouldBe(RunState.Stopping);
        await worker.VanishAsync();
        await kit.AdvanceAsync(Minute);
        kit.Runs.WithId(ignores.Id).ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public async Task Fail_ByAWorker_IsTheRunsFailure()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        (await kit.AddWorkerAsync("w1")).Does(Work.Fails("no disk", "DISK"));
        var failure = (await kit.SubmitAsync("job")).ShouldBe(RunState.Failed).Failure!;
        (failure.Type, failure.Message).ShouldBe(("DISK", "no disk"));
    }

    [Fact]
    public async Task Drain_OfTheOnlyWorker_LeavesRunsWaiting()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        var worker = await kit.AddWorkerAsync("w1");
        await worker.DrainAsync();
        (await kit.SubmitAsync("job")).ShouldBe(RunState.Queued);
        worker.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task History_SameSeed_IsTheSame()
    {
        var histories = new List<string>();
        foreach (var seed in (int[])[1, 1, 2, 2])
        {
            await using var kit = await JobTestKit.StartAsync(options => options.Seed = seed);
            await kit.SaveJobAsync(Job(""", "overlap": { "policy": "allow" }, "schedules": [ { "kind": "fixedRate", "every": "7s" } ]"""));
            (await kit.AddWorkerAsync("w1", slots: 2)).Does(attempt =>
                attempt.Planned.Second % 5 == 0 ? Work.Vanishes(3 * Second) : Work.Succeeds(9 * Second)
            );
            (await kit.AddWorkerAsync("w2", slots: 2)).Does(attempt =>
                attempt.Planned.Second % 3 == 0 ? Work.ReportsLate(2 * Minute) : Work.Fails(after: 4 * Second)
            );
            await kit.AdvanceAsync(10 * Minute);
            histories.Add(kit.Runs.ToString());
        }

        histories[0].ShouldBe(histories[1]);
        histories[2].ShouldBe(histories[3]);
        histories[0].ShouldContain("WorkerLost");
    }

    [Fact]
    public async Task Expectations_OfRunsThatDoNotHold_ListWhatWasFound()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(Job());
        Should
            .Throw<ExpectationException>(() => kit.Runs.Of("other").ShouldBeOne())
            .Message.ShouldBe("Expected exactly one run among the runs of job other; found none.");
        await kit.SubmitAsync("job");
        Should
            .Throw<ExpectationException>(() => kit.Runs.Of("job").ShouldAllBe(RunState.Succeeded))
            .Message.ShouldBe(
                """
                Expected all 1 runs of job job to be Succeeded; found others:
                  2026-01-01T00:00:00Z  job  Queued, asked for, waits: NoWorker
                """
            );
        Should
            .Throw<ExpectationException>(() => kit.Runs.ShouldBeNone())
            .Message.ShouldStartWith("Expected no run among the runs; found 1:");
        Should
            .Throw<ExpectationException>(() => kit.Runs.ShouldAll(run => run.Attempt == 1))
            .Message.ShouldContain("to meet run => run.Attempt == 1");
        Should
            .Throw<ExpectationException>(() => kit.Runs.ShouldBePlannedAt("2026-01-01T00:00:01Z"))
            .Message.ShouldContain("planned at 2026-01-01T00:00:01Z");
        (await Should.ThrowAsync<ExpectationException>(kit.AdvanceUntilAllEndedAsync(Minute))).Message.ShouldContain(
            "Queued, asked for, waits: NoWorker"
        );
        Should
            .Throw<ExpectationException>(() => kit.Runs[0].GetResult<int>())
            .Message.ShouldContain("Expected a result of Int32; found none");
    }

    [Fact]
    public async Task AddWorker_WithoutAnyJob_AsksForItsProcessors()
    {
        await using var kit = await JobTestKit.StartAsync();
        (await Should.ThrowAsync<ArgumentException>(kit.AddWorkerAsync("w1"))).Message.ShouldContain("needs the names of its processors");
    }

    private static string Job(string more = "") => $$"""{ "name": "job", "processor": { "name": "echo" }{{more}} }""";
}
