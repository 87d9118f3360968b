using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;

namespace ActorJobs.TestKit.Tests.Workflows;

public class ApprovalTests
{
    private const string Spend = """
        name: spend
        nodes:
          - { key: ask, kind: approval, role: developer, due: 2d, onDue: reject }
          - { key: pay, processor: { name: pay } }
        edges: [ { from: ask, to: pay } ]
        """;

    private static async Task<JobTestKit> StartAsync()
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Spend);
        await kit.FakeAsync("pay", Work.Succeeds());
        return kit;
    }

    [Fact]
    public async Task Approval_Approved_GoesOnWithWhoAndWhy()
    {
        await using var kit = await StartAsync();
        var spend = await kit.StartInstanceAsync("spend");
        spend = await kit.ApproveNodeAsync(spend, "ask", "it is cheap", Role.Developer);
        spend.ShouldBe(RunState.Succeeded).Node("pay").ShouldBe(NodeState.Succeeded);
        spend.Node("ask").ShouldHaveResult("""{ "by": "the test", "note": "it is cheap" }""");
    }

    [Fact]
    public async Task Approval_Rejected_FailsWithTheNote()
    {
        await using var kit = await StartAsync();
        var spend = await kit.RejectNodeAsync(await kit.StartInstanceAsync("spend"), "ask", "too dear");
        spend.ShouldBe(RunState.Failed).Node("pay").ShouldBe(NodeState.Skipped);
        spend.Node("ask").ShouldBe(NodeState.Failed).Failure.ShouldBe(new NodeFailure("Rejected", "the test rejected it: too dear"));
    }

    [Fact]
    public async Task Approval_ThatNobodyGives_IsIdleUntilItIsDue()
    {
        await using var kit = await StartAsync();
        var spend = await kit.StartInstanceAsync("spend");
        await kit.AdvanceUntilIdleAsync(within: TimeSpan.FromDays(3));
        kit.Now.ShouldBe(spend.Run.Planned);
        spend = await kit.AdvanceUntilEndedAsync(spend, within: TimeSpan.FromDays(3));
        spend.ShouldBe(RunState.Failed).Node("ask").Ended.ShouldBe(spend.Run.Planned + TimeSpan.FromDays(2));
        spend.Node("ask").Failure.ShouldBe(new NodeFailure("Rejected", "nobody has decided in time"));
    }

    [Fact]
    public async Task Approval_ByALesserRole_IsRefusedAndWaitsOn()
    {
        await using var kit = await StartAsync();
        var spend = await kit.StartInstanceAsync("spend");
        (await Should.ThrowAsync<RefusalException>(kit.ApproveNodeAsync(spend, "ask", role: Role.Operator))).Code.ShouldBe(
            ErrorCodes.RoleTooLow
        );
        (await Should.ThrowAsync<RefusalException>(kit.RejectNodeAsync(spend, "ask", role: Role.Operator))).Code.ShouldBe(
            ErrorCodes.RoleTooLow
        );
        kit.Instance(spend.Id).Node("ask").ShouldBe(NodeState.Waiting);
        (await kit.SkipNodeAsync(spend, "ask")).ShouldBe(RunState.Succeeded);
    }
}
