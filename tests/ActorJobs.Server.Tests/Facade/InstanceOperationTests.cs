using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class InstanceOperationTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Pause_AndResume_HoldTheNextNodeBack()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();

        (await workflow.OperateAsync(instance, "pause", """{"note":"a test"}"""))["state"].ShouldBe("Running");
        await workflow.EndAsync(instance, "fetch", result: """{"total":1}""");
        var paused = await server.SendAsync("GET", instance);
        (await workflow.StatesAsync(instance)).ShouldBe("Succeeded Pending Pending Pending Pending");
        (await workflow.OperateAsync(instance, "resume")).Status.ShouldBe(200);

        (
            paused.Body.GetProperty("paused").GetProperty("by").GetString(),
            paused.Body.GetProperty("paused").GetProperty("note").GetString()
        ).ShouldBe(("127.0.0.1", "a test"));
        (await workflow.StatesAsync(instance)).ShouldBe("Succeeded Succeeded Skipped Running Pending");
    }

    [Fact]
    public async Task Cancel_OfARunningInstance_EndsItOnceItsRunsHave()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();

        (await workflow.OperateAsync(instance, "cancel", """{"reason":"a test"}"""))["state"].ShouldBe("Stopping");
        (await workflow.OperateAsync(instance, "retry")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["detail"]!.ShouldContain(
            "Stopping"
        );
        await workflow.EndAsync(instance, "fetch", Outcome.Cancelled);
        var ended = await server.SendAsync("GET", instance);

        ended["state"].ShouldBe("Cancelled");
        ended["stop"]!.ShouldContain("cancelled by 127.0.0.1: a test");
        var again = await workflow.OperateAsync(instance, "cancel");
        again.ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["state"].ShouldBe("Cancelled");
    }

    [Fact]
    public async Task Retry_OfAFailedInstance_RunsTheFailedNodeAgain()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        await workflow.EndAsync(instance, "fetch", result: """{"total":1}""");
        await workflow.EndAsync(instance, "quick", Outcome.Failed);
        (await server.SendAsync("GET", instance))["state"].ShouldBe("Failed");

        (await workflow.OperateAsync(instance, "retry"))["state"].ShouldBe("Running");
        (await workflow.NodeAsync(instance, "quick")).GetProperty("pass").GetInt32().ShouldBe(2);
        await workflow.EndAsync(instance, "quick");
        await workflow.EndAsync(instance, "report");

        (await server.SendAsync("GET", instance))["state"].ShouldBe("Succeeded");
        (await workflow.OperateAsync(instance, "retry")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT");
    }

    [Fact]
    public async Task Rerun_WithOtherParams_RunsTheNodeWithThem()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        await workflow.EndAsync(instance, "fetch", Outcome.Failed);

        (await workflow.OperateAsync(instance, "rerun", """{"node":"fetch","params":{"day":9}}"""))["state"].ShouldBe("Running");
        var node = await workflow.NodeAsync(instance, "fetch");

        node.GetProperty("params").GetRawText().ShouldBe("""{"day":9}""");
        (await server.SendAsync("GET", $"{workflow.App}/runs/{node.GetProperty("run").GetString()}"))["params"].ShouldBe("""{"day":9}""");
    }

    [Fact]
    public async Task MarkSucceeded_WithAResult_LetsWhatFollowsReadIt()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();

        (await workflow.OperateAsync(instance, "mark-succeeded", """{"node":"fetch","result":{"total":500}}""")).Status.ShouldBe(200);

        (await workflow.StatesAsync(instance)).ShouldBe("Succeeded Succeeded Running Skipped Pending");
        (await workflow.NodeAsync(instance, "fetch")).GetProperty("result").GetRawText().ShouldBe("""{"total":500}""");
    }

    [Fact]
    public async Task Skip_OfANode_LetsWhatFollowsGoOn()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        await workflow.EndAsync(instance, "fetch", result: """{"total":1}""");

        (await workflow.OperateAsync(instance, "skip", """{"node":"quick"}""")).Status.ShouldBe(200);

        (await workflow.StatesAsync(instance)).ShouldBe("Succeeded Succeeded Skipped Skipped Running");
    }

    [Theory]
    [InlineData("pause", null, "Succeeded; only one that is Running can be paused")]
    [InlineData("resume", null, "Succeeded; only one that is Running can be resumed")]
    [InlineData("cancel", null, "Succeeded; only one that is open can be cancelled")]
    [InlineData("retry", null, "Succeeded, and no node of it has failed")]
    [InlineData("skip", "fetch", "Node fetch is Succeeded")]
    [InlineData("mark-succeeded", "fetch", "Node fetch is Succeeded")]
    [InlineData("rerun", "load", "Node load is Skipped")]
    public async Task Operation_OnAnInstanceThatSucceeded_IsRefusedWithItsState(string operation, string? node, string told)
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        await workflow.EndAsync(instance, "fetch", result: """{"total":1}""");
        await workflow.EndAsync(instance, "quick");
        await workflow.EndAsync(instance, "report");

        var answer = await workflow.OperateAsync(instance, operation, node is null ? null : $$"""{"node":"{{node}}"}""");

        answer.ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT", node is null ? null : "node")["detail"]!.ShouldContain(told);
    }

    [Theory]
    [InlineData("rerun")]
    [InlineData("mark-succeeded")]
    [InlineData("skip")]
    public async Task Operation_OnAnUnknownNode_NamesNearOnes(string operation)
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();

        var answer = await workflow.OperateAsync(instance, operation, """{"node":"fetsh"}""");
        var empty = await workflow.OperateAsync(instance, operation, "{}");

        answer.ShouldBeProblem(404, "WORKFLOW_NODE_NOT_FOUND", "node").Texts("candidates").ShouldBe(["fetch"]);
        empty.ShouldBeProblem(400, "MISSING_FIELD", "node");
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("retry")]
    public async Task Operation_OnTheRunOfAJob_IsNotFound(string operation)
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        (await server.SendAsync("POST", $"{app}/workflow-instances/{run}:{operation}")).ShouldBeProblem(
            404,
            "INSTANCE_NOT_FOUND",
            "instance"
        );
        (await server.SendAsync("GET", $"{app}/runs/{run}"))["state"].ShouldBe("Queued");
    }
}
