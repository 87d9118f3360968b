using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;
using ActorJobs.Worker;

namespace ActorJobs.TestKit.Tests.Workflows;

public class NestedTests
{
    private const string Checking = """
        name: checking
        nodes: [ { key: ask, processor: { name: ask }, params: { sum: "${trigger.params.sum}" } } ]
        """;

    private const string Invoice = """
        name: invoice
        nodes:
          - { key: load, processor: { name: load } }
          - key: size
            kind: decision
            branches: [ { label: big, when: results.load.sum > 100 } ]
            default: small
          - { key: check, kind: workflow, workflow: checking, timeout: 4h, retry: { max: 1 }, params: { sum: "${results.load.sum}" } }
          - { key: pay, processor: { name: pay }, retry: { max: 3 } }
          - { key: file, job: file, runWhen: allEnded }
        edges:
          - { from: load, to: size }
          - { from: size, to: check, branch: big }
          - { from: size, to: pay, branch: small }
          - { from: check, to: pay }
          - { from: pay, to: file }
        """;

    private static async Task<JobTestKit> StartAsync(int sum)
    {
        var kit = await JobTestKit.StartAsync(options => options.Processors.AddProcessor("file", () => { }));
        await kit.SaveJobAsync("""{ "name": "file", "processor": { "name": "file" }, "params": { "drawer": 3 } }""");
        await kit.SaveWorkflowAsync(Checking);
        await kit.SaveWorkflowAsync(Invoice);
        await kit.FakeAsync("load", Work.Succeeds(result: $$"""{ "sum": {{sum}} }"""));
        await kit.FakeAsync("pay", attempt => attempt.Pass <= 2 ? Work.Fails() : Work.Succeeds());
        return kit;
    }

    [Fact]
    public async Task Nested_ThatTakesTooLong_IsCancelledAndRunsAgain()
    {
        await using var kit = await StartAsync(sum: 120);
        var asked = 0;
        await kit.FakeAsync("ask", _ => ++asked == 1 ? Work.Hangs() : Work.Succeeds(after: TimeSpan.FromHours(1)));

        var invoice = await kit.RunWorkflowAsync("invoice", within: TimeSpan.FromDays(1));

        invoice.ShouldBe(RunState.Succeeded).Node("size").ShouldFollow("big");
        var checks = invoice.Node("check").ShouldHavePasses(2).ShouldHaveParams("""{ "sum": 120 }""").Runs;
        kit.Instance(checks[0].Id).ShouldBe(RunState.Cancelled).Node("ask").ShouldBe(NodeState.Cancelled);
        kit.Instance(checks[1].Id).ShouldBe(RunState.Succeeded).Node("ask").ShouldHaveParams("""{ "sum": 120 }""");
        (checks[0].Instance, checks[0].Node, checks[0].Pass).ShouldBe((invoice.Id, "check", 1));
        invoice.Steps.ShouldTake(TimeSpan.FromHours(4), from: ("check", NodeState.Running), to: ("check", NodeState.Waiting));
        invoice.Node("pay").ShouldHavePasses(3);
        invoice.Node("file").ShouldHaveParams("""{ "drawer": 3 }""");
    }

    [Fact]
    public async Task Nested_OnABranchThatIsNotTaken_NeedsNoFake()
    {
        await using var kit = await StartAsync(sum: 90);
        var invoice = await kit.RunWorkflowAsync("invoice", within: TimeSpan.FromHours(1));
        invoice.ShouldBe(RunState.Succeeded).Node("check").ShouldBe(NodeState.Skipped).ShouldHavePasses(0);
        kit.Runs.Of("checking").ShouldBeNone();
    }
}
