using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;
using ActorJobs.Worker;

namespace ActorJobs.TestKit.Tests.Workflows;

public class FakeTests
{
    private const string Pair = """
        name: pair
        nodes:
          - { key: one, processor: { name: count }, params: { of: 1 } }
          - { key: two, processor: { name: count }, params: { of: 2 } }
        edges: [ { from: one, to: two } ]
        """;

    private sealed record Counted(int Of);

    [Fact]
    public async Task Fake_WithAScript_KnowsNodePassAndParams()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Pair);
        var fake = await kit.FakeAsync("count", attempt => Work.Succeeds(result: $"{attempt.GetParams<Counted>().Of * 10}"));
        var pair = await kit.StartInstanceAsync("pair");
        pair = await kit.RerunNodeAsync(pair, "two", new { of = 3 });
        pair.ShouldBe(RunState.Succeeded).Node("two").ShouldHavePasses(2).ShouldHaveParams("""{"of":3}""").ShouldHaveResult("30");
        fake.Attempts.Select(attempt => (attempt.Node, attempt.Pass, attempt.Number))
            .ShouldBe([("one", 1, 1), ("two", 1, 1), ("two", 2, 1)]);
        fake.Attempts[0].Instance.ShouldBe(pair.Id);
    }

    [Fact]
    public async Task Fake_OfAProcessorThatIsDeclared_TakesItsPlace()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
        {
            options.Slots = 1_000_000; // the real one would have the most room
            options.Processors.AddProcessor("count", ProcessResult () => throw new InvalidOperationException("the real one ran"));
            options.Processors.AddProcessor("other", () => { });
        });
        await kit.SaveWorkflowAsync(Pair);
        await kit.SaveJobAsync("""{ "name": "other", "processor": { "name": "other" } }""");
        var fake = await kit.FakeAsync("count", Work.Succeeds(after: TimeSpan.FromHours(1)));
        await kit.StartInstanceAsync("pair");
        await kit.StartInstanceAsync("pair");
        await kit.AdvanceUntilAllEndedAsync(within: TimeSpan.FromHours(3));
        kit.Runs.Of("pair").ShouldAllBe(RunState.Succeeded);
        (await kit.SubmitAsync("other")).ShouldBe(RunState.Succeeded).Worker.ShouldBe(JobTestKitOptions.ProcessorsWorker);
        await kit.OutageAsync(TimeSpan.FromSeconds(1));
        (await kit.RunWorkflowAsync("pair", within: TimeSpan.FromHours(3))).ShouldBe(RunState.Succeeded);
        fake.Attempts.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Fake_ToldAnew_DoesTheNewThing()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Pair);
        await kit.FakeAsync("count", Work.Fails("not today", type: "Closed"));
        var pair = await kit.StartInstanceAsync("pair");
        pair.ShouldBe(RunState.Failed).Node("one").Failure!.Type.ShouldBe("Closed");
        await kit.FakeAsync("count", Work.Succeeds());
        (await kit.RetryInstanceAsync(pair)).ShouldBe(RunState.Succeeded).Node("one").ShouldHavePasses(2);
    }

    [Fact]
    public async Task Processor_RealOne_AppendsToTheContext()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor(
                "count",
                (TaskContext context) =>
                {
                    context.Append("last", context.GetParams<Counted>().Of);
                    return ProcessResult.Success();
                }
            )
        );
        await kit.SaveWorkflowAsync(Pair);
        (await kit.StartInstanceAsync("pair")).ShouldBe(RunState.Succeeded).ShouldHaveContext("""{ "last": 2 }""");
    }

    [Fact]
    public async Task Processor_WithoutAFake_IsAnErrorThatNamesItAndTheNode()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Pair);
        await kit.StartInstanceAsync("pair", delay: TimeSpan.FromHours(1));
        var missing = await Should.ThrowAsync<ExpectationException>(kit.AdvanceAsync(TimeSpan.FromDays(1)));
        missing.Message.ShouldContain("Node one of workflow pair needs the processor count");
        missing.Message.ShouldContain("kit.FakeAsync(\"count\"");
        kit.Now.ShouldBe(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero));
        await kit.FakeAsync("count", Work.Succeeds(result: "5"));
        kit.Instance(kit.Runs.Of("pair").ShouldBeOne().Id).ShouldBe(RunState.Succeeded).Node("one").ShouldHaveResult("5");
    }

    [Fact]
    public async Task Fake_WhoseWorkerVanishes_IsGivenAgainInTheSamePass()
    {
        await using var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Pair);
        var fake = await kit.FakeAsync(
            "count",
            attempt => attempt is { Node: "one", Number: 1 } ? Work.Vanishes(after: TimeSpan.FromMinutes(1)) : Work.Succeeds()
        );
        var pair = await kit.StartInstanceAsync("pair");
        await kit.AdvanceAsync(TimeSpan.FromMinutes(5));
        await fake.ReturnAsync();
        pair = await kit.AdvanceUntilEndedAsync(pair, within: TimeSpan.FromMinutes(5));
        pair.ShouldBe(RunState.Succeeded).Node("one").ShouldBe(NodeState.Succeeded).ShouldHavePasses(1);
        pair.Node("one").Runs.ShouldBeOne().Attempt.ShouldBe(2);
    }
}
