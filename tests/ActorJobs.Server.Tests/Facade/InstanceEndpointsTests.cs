using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class InstanceEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Instance_OfAWorkflow_RunsToItsEndWithItsResult()
    {
        var workflow = await TestWorkflow.CreateAsync(server);

        var made = await server.SendAsync("POST", $"{workflow.App}/workflows/etl/instances", """{"params":{"day":7}}""");
        var instance = made.Headers["Location"];
        (made.Status, made["workflow"], instance).ShouldBe((201, "etl", $"{workflow.App}/workflow-instances/{made["id"]}"));
        await workflow.EndAsync(instance, "fetch", result: """{"total":200}""", append: """{"rows":3}""");
        await workflow.EndAsync(instance, "load");
        await workflow.EndAsync(instance, "report");
        var ended = await server.SendAsync("GET", $"{instance}?wait=1s");

        (ended.Status, ended["state"], ended["result"], ended["context"]).ShouldBe(
            (200, "Succeeded", """{"total":200}""", """{"rows":3}""")
        );
        (ended["version"], ended["params"], ended["failure"]).ShouldBe(("1", """{"day":7}""", null));
        (await workflow.StatesAsync(instance)).ShouldBe("Succeeded Succeeded Succeeded Skipped Succeeded");
        (await workflow.NodeAsync(instance, "check")).GetProperty("branch").GetString().ShouldBe("large");
        (await workflow.NodeAsync(instance, "quick")).GetProperty("reason").GetString().ShouldBe("no edge to it was followed");
    }

    [Fact]
    public async Task Post_WithTheSameKey_IsTheSameInstance()
    {
        var workflow = await TestWorkflow.CreateAsync(server);

        var first = await server.SendAsync(
            "POST",
            $"{workflow.App}/workflows/etl/instances",
            headers => headers.Add("Idempotency-Key", "k1")
        );
        var second = await server.SendAsync(
            "POST",
            $"{workflow.App}/workflows/etl/instances",
            headers => headers.Add("Idempotency-Key", "k1")
        );

        (second.Status, second["id"], second["workflow"]).ShouldBe((200, first["id"], "etl"));
        second.Headers["Idempotency-Replayed"].ShouldBe("true");
    }

    [Fact]
    public async Task Instance_ThatHasNotBegun_ShowsTheNodesOfTheDefinition()
    {
        var workflow = await TestWorkflow.CreateAsync(server);

        var instance = await workflow.StartAsync("""{"delay":"1h"}""");
        var shown = await server.SendAsync("GET", instance);

        (shown["state"], shown["startedAt"]).ShouldBe(("Scheduled", null));
        shown.Time("due").ShouldBe(shown.Time("planned"));
        (await workflow.StatesAsync(instance)).ShouldBe("Pending Pending Pending Pending Pending");
        (await workflow.OperateAsync(instance, "pause")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["detail"]!.ShouldContain(
            "not begun"
        );
        (await workflow.OperateAsync(instance, "cancel"))["state"].ShouldBe("Cancelled");
        (await workflow.OperateAsync(instance, "retry")).ShouldBeProblem(409, "WORKFLOW_STATE_CONFLICT")["detail"]!.ShouldContain(
            "Cancelled"
        );
    }

    [Fact]
    public async Task Runs_OfNodes_TellWhoseTheyAre()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        var id = instance.Split('/')[^1];
        var run = (await workflow.NodeAsync(instance, "fetch")).GetProperty("run").GetString();

        var trigger = (await server.SendAsync("GET", $"{workflow.App}/runs/{run}")).Body.GetProperty("trigger");
        var why = await server.SendAsync("GET", $"{workflow.App}/runs/{run}/why");
        var whole = await server.SendAsync("GET", $"{workflow.App}/runs/{id}/why");
        var from = server.Clock.GetUtcNow().AddHours(-1);
        var listed = await server.SendAsync("GET", $"{workflow.App}/runs?trigger=node&from={from:yyyy-MM-dd'T'HH:mm:ss'Z'}");

        (trigger.GetProperty("kind").GetString(), trigger.GetProperty("node").GetString()).ShouldBe(("node", "fetch"));
        (trigger.GetProperty("instance").GetString(), trigger.GetProperty("pass").GetInt32()).ShouldBe((id, 1));
        why["why"]!.ShouldEndWith($"it is pass 1 of node fetch of workflow instance {id}");
        whole["why"]!.ShouldContain($"node fetch: run {run} is Dispatched");
        whole["next"]!.ShouldContain("the ends of its nodes");
        listed.Items("id").ShouldBe([run!]);
    }

    [Fact]
    public async Task List_OfInstances_IsFilteredAndPaged()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var first = (await workflow.StartAsync()).Split('/')[^1];
        var second = (await workflow.StartAsync("""{"delay":"1h"}""")).Split('/')[^1];
        await server.SendAsync("POST", $"{workflow.App}/jobs/hello/runs");

        (await server.SendAsync("GET", $"{workflow.App}/workflow-instances")).Items("id").ShouldBe([second, first]);
        (await server.SendAsync("GET", $"{workflow.App}/workflow-instances?state=Running&workflow=etl")).Items("id").ShouldBe([first]);
        var page = await server.SendAsync("GET", $"{workflow.App}/workflow-instances?limit=1");
        (await server.SendAsync("GET", $"{workflow.App}/workflow-instances?limit=1&cursor={page["next"]}")).Items("id").ShouldBe([first]);
        (await server.SendAsync("GET", $"{workflow.App}/runs?cursor={page["next"]}&limit=1")).ShouldBeProblem(
            400,
            "INVALID_VALUE",
            "cursor"
        );
        var mistaken = await server.SendAsync("GET", $"{workflow.App}/workflow-instances?workflow=elt");
        mistaken.ShouldBeProblem(404, "WORKFLOW_NOT_FOUND", "workflow").Texts("candidates").ShouldBe(["etl"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/history")]
    [InlineData("/graph")]
    public async Task Get_OfWhatIsNoInstance_SaysWhatItIs(string rest)
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        var ofRun = await server.SendAsync("GET", $"{app}/workflow-instances/{run}{rest}");
        var ofNothing = await server.SendAsync("GET", $"{app}/workflow-instances/01a1fa99-069e-870b-9f43-a9fbda5ce8d5{rest}");

        ofRun.ShouldBeProblem(404, "INSTANCE_NOT_FOUND", "instance")["detail"]!.ShouldContain($"/runs/{run}");
        ofNothing.ShouldBeProblem(404, "INSTANCE_NOT_FOUND", "instance");
        (await server.SendAsync("GET", $"{app}/workflow-instances/nonsense{rest}")).ShouldBeProblem(400, "INVALID_RUN_ID", "instance");
    }

    [Fact]
    public async Task History_OfAnInstance_TellsEachEventInASentence()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        await workflow.EndAsync(instance, "fetch", Outcome.Failed);
        await workflow.OperateAsync(instance, "skip", """{"node":"fetch"}""");

        var history = await server.SendAsync("GET", $"{instance}/history");
        var rest = await server.SendAsync("GET", $"{instance}/history?limit=1&cursor=1");

        history.Items("position").ShouldBe(Enumerable.Range(1, history.Items("position").Count).Select(position => $"{position}"));
        history.Items("type").Take(3).ShouldBe(["instanceStarted", "nodeStarted", "nodeEnded"]);
        history.Items("text")[0].ShouldBe("The instance began with version 1 of workflow etl, asked for by 127.0.0.1.");
        history.Items("text")[2].ShouldBe("Node fetch ended as Failed: Broken: it broke.");
        history.Items("text").ShouldContain("127.0.0.1 skipped node fetch; what follows goes on as if it had succeeded.");
        (history["truncated"], history["next"]).ShouldBe(("False", null));
        (rest.Items("type").Single(), rest["next"], rest["truncated"]).ShouldBe(("nodeStarted", "2", "False"));
        rest.Items("node").ShouldBe(["fetch"]);
    }

    [Fact]
    public async Task Graph_OfAnInstance_ShowsStates()
    {
        var workflow = await TestWorkflow.CreateAsync(server);
        var instance = await workflow.StartAsync();
        await workflow.EndAsync(instance, "fetch", result: """{"total":1}""");

        var ascii = (await server.SendAsync("GET", $"{instance}/graph?format=ascii"))["text"]!;
        var mermaid = (await server.SendAsync("GET", $"{instance}/graph?format=mermaid"))["text"]!;

        ascii
            .Split('\n')
            .ShouldBe([
                "*    fetch   job       Succeeded",
                "*    check   decision  Succeeded: small  after fetch",
                "+-+",
                "* |  load    job       Skipped           after check: large",
                "| *  quick   job       Running           after check: small",
                "+-+",
                "*    report  job       Pending           after load, quick",
                "",
            ]);
        mermaid.ShouldContain("n3[\"quick\"]:::Running");
        mermaid.ShouldContain("  classDef Running fill:");
    }
}
