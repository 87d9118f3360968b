namespace ActorJobs.Server.Tests.Facade;

/// <summary>Nodes that wait, ask, run for each item and compensate, as they are shown and operated on over HTTP; each exchange is held against the OpenAPI
/// document, too.</summary>
public class NodeKindTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Definition = """
        {
          "name": "etl",
          "params": { "files": ["a", "b"] },
          "nodes": [
            { "key": "agree", "kind": "approval", "prompt": "Load ${length(trigger.params.files)} files?", "due": "1d", "onDue": "reject" },
            { "key": "load", "kind": "forEach", "items": "${trigger.params.files}", "processor": { "name": "echo" }, "params": { "file": "${item}" } },
            { "key": "seen", "kind": "wait", "signal": "seen", "timeout": "1h" },
            { "key": "unload", "compensates": "load", "processor": { "name": "echo" } }
          ],
          "edges": [{ "from": "agree", "to": "load" }, { "from": "load", "to": "seen" }],
          "compensateOn": ["cancelled"],
          "output": "${results.seen}"
        }
        """;

    [Fact]
    public async Task Approval_ThatIsWaiting_TellsWhatItAsksAndIsApprovedOnce()
    {
        var workflow = await TestWorkflow.CreateAsync(server, Definition);
        var instance = await workflow.StartAsync();
        var asked = await workflow.NodeAsync(instance, "agree");

        (await workflow.OperateAsync(instance, "approve", """{"node":"agree","note":"a test"}"""))["state"].ShouldBe("Running");

        asked.GetProperty("awaits").GetRawText().ShouldBe("""{"for":"approval","prompt":"Load 2 files?","role":"operator"}""");
        asked.TryGetProperty("due", out _).ShouldBeTrue();
        var approved = await workflow.NodeAsync(instance, "agree");
        approved.GetProperty("result").GetRawText().ShouldBe("""{"by":"127.0.0.1","note":"a test"}""");
        (await workflow.OperateAsync(instance, "approve", """{"node":"agree"}""")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT", "node");
        (await workflow.OperateAsync(instance, "reject", """{"node":"load"}""")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT", "node");
    }

    [Fact]
    public async Task Reject_OfAnApproval_FailsTheInstance()
    {
        var workflow = await TestWorkflow.CreateAsync(server, Definition);
        var instance = await workflow.StartAsync();

        (await workflow.OperateAsync(instance, "reject", """{"node":"agree","note":"a test"}"""))["state"].ShouldBe("Failed");

        (await server.SendAsync("GET", instance)).Body.GetProperty("failure").GetRawText().ShouldContain("127.0.0.1 rejected it: a test");
    }

    [Fact]
    public async Task Signal_BeforeItsNodeWaits_IsShownAndThenTaken()
    {
        var workflow = await TestWorkflow.CreateAsync(server, Definition);
        var instance = await workflow.StartAsync("""{"params":{"files":[]}}""");

        (await workflow.OperateAsync(instance, "signal", """{"name":"seen","payload":{"by":"Ann"}}"""))["state"].ShouldBe("Running");
        var kept = (await server.SendAsync("GET", instance)).Body.GetProperty("signals");
        (await workflow.OperateAsync(instance, "approve", """{"node":"agree"}"""))["state"].ShouldBe("Succeeded");

        kept.EnumerateArray().Single().GetProperty("payload").GetRawText().ShouldBe("""{"by":"Ann"}""");
        var ended = (await server.SendAsync("GET", instance)).Body;
        ended.GetProperty("signals").GetArrayLength().ShouldBe(0);
        ended.GetProperty("result").GetRawText().ShouldBe("""{"by":"Ann"}""");
        (await workflow.OperateAsync(instance, "signal", """{"name":"seen"}""")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT");
    }

    [Fact]
    public async Task Signal_ForWhichNoNodeWaits_NamesNearOnes()
    {
        var workflow = await TestWorkflow.CreateAsync(server, Definition);
        var instance = await workflow.StartAsync();

        var answer = await workflow.OperateAsync(instance, "signal", """{"name":"sehen"}""");

        answer.ShouldBeProblem(404, "WORKFLOW_SIGNAL_NOT_FOUND", "name").Texts("candidates").ShouldBe(["seen"]);
        (await workflow.OperateAsync(instance, "signal", "{}")).ShouldBeProblem(400, "MISSING_FIELD", "name");
    }

    [Fact]
    public async Task Items_OfANode_AreCountedAndOperatedOnByTheirKeys()
    {
        var workflow = await TestWorkflow.CreateAsync(server, Definition);
        var instance = await workflow.StartAsync();
        (await workflow.OperateAsync(instance, "approve", """{"node":"agree"}""")).Status.ShouldBe(200);

        (await workflow.OperateAsync(instance, "mark-succeeded", """{"node":"load[0]","result":1}""")).Status.ShouldBe(200);
        var half = (await workflow.NodeAsync(instance, "load")).GetProperty("items").GetRawText();
        (await workflow.OperateAsync(instance, "skip", """{"node":"load[1]"}""")).Status.ShouldBe(200);

        half.ShouldBe("""{"count":2,"active":1,"ended":1,"failed":0,"failures":[]}""");
        (await workflow.NodeAsync(instance, "load")).GetProperty("result").GetRawText().ShouldBe("[1,null]");
        (await workflow.OperateAsync(instance, "skip", """{"node":"load[2]"}""")).ShouldBeProblem(404, "WORKFLOW_NODE_NOT_FOUND", "node");
    }

    [Fact]
    public async Task Compensation_OfACancelledInstance_IsShownUntilItHasEnded()
    {
        var workflow = await TestWorkflow.CreateAsync(server, Definition);
        var instance = await workflow.StartAsync("""{"params":{"files":[]}}""");
        (await workflow.OperateAsync(instance, "approve", """{"node":"agree"}""")).Status.ShouldBe(200);
        (await workflow.OperateAsync(instance, "compensate")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT");

        (await workflow.OperateAsync(instance, "cancel"))["state"].ShouldBe("Running");
        var open = (await server.SendAsync("GET", instance)).Body;
        await workflow.EndAsync(instance, "unload", ActorJobs.Protocol.Outcome.Failed);
        var ended = await server.SendAsync("GET", instance);

        open.GetProperty("compensating").GetProperty("end").GetString().ShouldBe("Cancelled");
        ended["state"].ShouldBe("Cancelled");
        ended.Body.GetProperty("failure").GetRawText().ShouldContain("Not compensated: unload (Failed)");
        (await workflow.OperateAsync(instance, "compensate"))["state"].ShouldBe("Running");
        await workflow.EndAsync(instance, "unload");
        (await server.SendAsync("GET", instance)).Body.GetProperty("compensating").GetProperty("by").GetString().ShouldBe("127.0.0.1");
        (await workflow.OperateAsync(instance, "compensate")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT");
    }
}
