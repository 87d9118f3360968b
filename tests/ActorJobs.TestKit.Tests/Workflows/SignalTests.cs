using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;

namespace ActorJobs.TestKit.Tests.Workflows;

public class SignalTests
{
    private const string Order = """
        name: order
        nodes:
          - { key: send, processor: { name: send } }
          - { key: paid, kind: wait, signal: paid, timeout: 1d }
        edges: [ { from: send, to: paid } ]
        output: { sum: "${results.paid.sum}" }
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static async Task<JobTestKit> StartAsync()
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Order);
        await kit.FakeAsync("send", Work.Succeeds(after: Hour));
        return kit;
    }

    [Fact]
    public async Task Signal_BeforeTheNodeWaits_IsKeptForIt()
    {
        await using var kit = await StartAsync();
        var order = await kit.SignalInstanceAsync(await kit.StartInstanceAsync("order"), "paid", new { sum = 12 });
        order.Node("paid").ShouldBe(NodeState.Pending);
        order = await kit.AdvanceUntilEndedAsync(order, within: 2 * Hour);
        order.ShouldBe(RunState.Succeeded).ShouldHaveResult("""{ "sum": 12 }""");
        order.Node("paid").Ended.ShouldBe(order.Run.Planned + Hour);
    }

    [Fact]
    public async Task Signal_WhileTheNodeWaits_EndsItsWaiting()
    {
        await using var kit = await StartAsync();
        var order = await kit.StartInstanceAsync("order");
        await kit.AdvanceUntilIdleAsync(within: TimeSpan.FromDays(2));
        kit.Now.ShouldBe(order.Run.Planned + Hour);
        await kit.AdvanceAsync(5 * Hour);
        order = await kit.SignalInstanceAsync(order, "paid", new { sum = 12 });
        order.ShouldBe(RunState.Succeeded).Node("paid").Ended.ShouldBe(order.Run.Planned + 6 * Hour);
    }

    [Fact]
    public async Task Signal_ThatDoesNotCome_TimesTheNodeOut()
    {
        await using var kit = await StartAsync();
        var order = await kit.RunWorkflowAsync("order", within: TimeSpan.FromDays(2));
        order.ShouldBe(RunState.Failed).Node("paid").ShouldBe(NodeState.TimedOut).Failure!.Type.ShouldBe("NoSignal");
        order.Steps.ShouldTake(24 * Hour, from: ("paid", NodeState.Waiting), to: ("paid", NodeState.TimedOut));
    }

    [Fact]
    public async Task Signal_OfANameThatNoNodeWaitsFor_IsRefused()
    {
        await using var kit = await StartAsync();
        var order = await kit.StartInstanceAsync("order");
        var refused = await Should.ThrowAsync<RefusalException>(kit.SignalInstanceAsync(order, "payed"));
        (refused.Code, refused.Candidates.ShouldHaveSingleItem()).ShouldBe((ErrorCodes.WorkflowSignalNotFound, "paid"));
    }
}
