namespace ActorJobs.TestKit.Tests.Documents;

public class LostWorkerTests
{
    [Fact]
    public async Task Payment_WhoseWorkerIsLost_IsNotPaidTwice()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync("""{ "name": "pay", "processor": { "name": "pay" }, "delivery": "atMostOnce" }""");
        var first = (await kit.AddWorkerAsync("w1")).Does(Work.Vanishes(after: TimeSpan.FromSeconds(2)));
        await kit.SubmitAsync("pay");
        var second = await kit.AddWorkerAsync("w2");

        await kit.AdvanceAsync(TimeSpan.FromMinutes(1));

        kit.Runs.ShouldBeOne().ShouldBe(RunState.WorkerLost);
        first.Attempts.Count.ShouldBe(1);
        second.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_ThatIsSlow_SkipsTheFiresThatItIsInTheWayOf()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveJobAsync(
            """
            { "name": "import", "processor": { "name": "import" }, "overlap": { "policy": "skip" },
              "schedules": [ { "kind": "fixedRate", "every": "10m" } ] }
            """
        );
        (await kit.AddWorkerAsync("w1")).Does(Work.Succeeds(after: TimeSpan.FromMinutes(25)));

        await kit.AdvanceAsync(TimeSpan.FromHours(1));

        kit.Runs.In(RunState.Succeeded).ShouldBePlannedAt("2026-01-01T00:10:00Z");
        kit.Runs.In(RunState.Skipped).ShouldAll(run => run.Omitted!.Reason.Contains("still open"));
    }
}
