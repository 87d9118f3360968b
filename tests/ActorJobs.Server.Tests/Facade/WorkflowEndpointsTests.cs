using System.Text;

namespace ActorJobs.Server.Tests.Facade;

public class WorkflowEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Small = """{"name":"etl","nodes":[{"key":"load","job":"hello"}]}""";

    [Fact]
    public async Task Post_AWorkflow_MakesItAndShowsItInFull()
    {
        var app = await server.NewAppWithJobAsync();

        var made = await server.SendAsync("POST", $"{app}/workflows", Small);
        var shown = await server.SendAsync("GET", made.Headers["Location"]);

        (made.Status, made["version"], made.Headers["Location"]).ShouldBe((201, "1", $"{app}/workflows/etl"));
        (shown["name"], shown["onFailure"], shown["edges"]).ShouldBe(("etl", "finish", "[]"));
        shown["nodes"].ShouldBe("""[{"key":"load","job":"hello"}]""");
        shown.Headers["ETag"].ShouldBe(made.Headers["ETag"]);
    }

    [Fact]
    public async Task Post_Yaml_IsTheSameAsJson()
    {
        var app = await server.NewAppWithJobAsync();
        const string yaml = """
            name: etl
            nodes:
              - key: load
                job: hello
            """;

        var made = await server.SendAsync("POST", $"{app}/workflows", new StringContent(yaml, Encoding.UTF8, "application/yaml"));
        var shown = await server.SendAsync("GET", $"{app}/workflows/etl");
        var wrong = await server.SendAsync("POST", $"{app}/workflows", new StringContent("name: [", Encoding.UTF8, "application/yaml"));

        made.Status.ShouldBe(201);
        shown["nodes"].ShouldBe("""[{"key":"load","job":"hello"}]""");
        wrong.ShouldBeProblem(400, "INVALID_YAML")["detail"]!.ShouldContain("line");
    }

    [Fact]
    public async Task Workflows_AndJobs_AreListedApart()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        (await server.SendAsync("GET", $"{app}/workflows")).Items("name").ShouldBe(["etl"]);
        (await server.SendAsync("GET", $"{app}/jobs")).Items("name").ShouldBe(["hello"]);
        (await server.SendAsync("GET", $"{app}/workflows?processor=echo")).ShouldBeProblem(400, "UNKNOWN_PARAMETER", "processor");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/versions")]
    [InlineData("POST", ":enable")]
    [InlineData("POST", ":disable")]
    public async Task Kind_OfTheOther_IsNotFoundWithAHint(string method, string rest)
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        var job = await server.SendAsync(method, $"{app}/jobs/etl{rest}");
        var workflow = await server.SendAsync(method, $"{app}/workflows/hello{rest}");

        job.ShouldBeProblem(404, "JOB_NOT_FOUND", "job")["detail"]!.ShouldContain($"{app}/workflows/etl");
        workflow.ShouldBeProblem(404, "WORKFLOW_NOT_FOUND", "workflow")["detail"]!.ShouldContain($"{app}/jobs/hello");
    }

    [Fact]
    public async Task Runs_OfTheOtherKind_AreNotFoundWithAHint()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        (await server.SendAsync("POST", $"{app}/jobs/etl/runs")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("GET", $"{app}/jobs/etl/runs")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("POST", $"{app}/workflows/hello/instances")).ShouldBeProblem(404, "WORKFLOW_NOT_FOUND", "workflow");
        var mistaken = await server.SendAsync("POST", $"{app}/workflows/elt/instances");
        mistaken.ShouldBeProblem(404, "WORKFLOW_NOT_FOUND", "workflow").Texts("candidates").ShouldBe(["etl"]);
    }

    [Fact]
    public async Task Put_OfTheOtherKind_ChangesNothing()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        var job = await server.SendAsync("PUT", $"{app}/jobs/etl", """{"name":"etl","processor":{"name":"echo"}}""");
        var workflow = await server.SendAsync("PUT", $"{app}/workflows/hello", """{"name":"hello","nodes":[{"key":"a","job":"hello"}]}""");

        job.ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        workflow.ShouldBeProblem(404, "WORKFLOW_NOT_FOUND", "workflow");
        (await server.SendAsync("GET", $"{app}/workflows/etl"))["version"].ShouldBe("1");
    }

    [Fact]
    public async Task Put_WithAnOldTag_IsRefusedAndWithTheNewOneDone()
    {
        var app = await server.NewAppWithJobAsync();
        var old = (await server.SendAsync("POST", $"{app}/workflows", Small)).Headers["ETag"];
        var changed = Small.Replace("\"nodes\"", "\"description\":\"x\",\"nodes\"", StringComparison.Ordinal);

        var first = await server.SendAsync("PUT", $"{app}/workflows/etl", changed, old);
        var second = await server.SendAsync("PUT", $"{app}/workflows/etl", changed, old);

        (first.Status, first["version"]).ShouldBe((200, "2"));
        second.ShouldBeProblem(412, "VERSION_CONFLICT");
        (await server.SendAsync("GET", $"{app}/workflows/etl/versions")).Items("version").ShouldBe(["2", "1"]);
        (await server.SendAsync("GET", $"{app}/workflows/etl/versions/1:diff"))["changes"]!.ShouldContain("description");
        (await server.SendAsync("GET", $"{app}/workflows/etl/versions/1"))["name"].ShouldBe("etl");
    }

    [Fact]
    public async Task Patch_OneField_KeepsTheOthers()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        (await server.SendAsync("PATCH", $"{app}/workflows/etl", """{"timeout":"2h"}""")).Status.ShouldBe(200);

        var shown = await server.SendAsync("GET", $"{app}/workflows/etl");
        (shown["timeout"], shown["nodes"]).ShouldBe(("2h", """[{"key":"load","job":"hello"}]"""));
    }

    [Theory]
    [InlineData("""{"name":"x","nodes":[]}""", "OUT_OF_RANGE", "nodes")]
    [InlineData("""{"name":"x","nodes":[{"key":"a","job":"nope"}]}""", "UNKNOWN_JOB", "nodes[0].job")]
    [InlineData("""{"name":"x","nodes":[{"key":"a","job":"hello"}],"edges":[{"from":"a","to":"b"}]}""", "UNKNOWN_NODE", "edges[0].to")]
    [InlineData("""{"name":"x","processor":{"name":"echo"},"nodes":[{"key":"a","job":"hello"}]}""", "UNKNOWN_FIELD", "processor")]
    public async Task Post_WithAMistake_IsRefusedByName(string body, string code, string field) =>
        (await server.SendAsync("POST", $"{await server.NewAppWithJobAsync()}/workflows", body)).ShouldBeProblem(400, code, field);

    [Fact]
    public async Task Job_ThatAWorkflowUses_IsNotDeleted()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        (await server.SendAsync("DELETE", $"{app}/jobs/hello"))
            .ShouldBeProblem(409, "USED_BY_WORKFLOWS")
            .Texts("candidates")
            .ShouldBe(["etl"]);
        (await server.SendAsync("DELETE", $"{app}/workflows/etl")).Status.ShouldBe(204);
        (await server.SendAsync("DELETE", $"{app}/jobs/hello")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Switch_OnAndOff_IsShown()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", Small);

        (await server.SendAsync("POST", $"{app}/workflows/etl:disable"))["enabled"].ShouldBe("False");
        (await server.SendAsync("GET", $"{app}/workflows?enabled=false")).Items("name").ShouldBe(["etl"]);
        (await server.SendAsync("POST", $"{app}/workflows/etl:enable"))["enabled"].ShouldBe("True");
    }

    [Fact]
    public async Task Graph_OfAWorkflow_ShowsNodesAndBranches()
    {
        var workflow = await TestWorkflow.CreateAsync(server);

        var ascii = (await server.SendAsync("GET", $"{workflow.App}/workflows/etl/graph?format=ascii"))["text"]!;
        var mermaid = (await server.SendAsync("GET", $"{workflow.App}/workflows/etl/graph"))["text"]!;

        ascii
            .Split('\n')
            .ShouldBe([
                "*    fetch   job",
                "*    check   decision  after fetch",
                "+-+",
                "* |  load    job       after check: large",
                "| *  quick   job       after check: small",
                "+-+",
                "*    report  job       after load, quick",
                "",
            ]);
        mermaid.ShouldStartWith("flowchart TD\n  n0[\"fetch\"]\n  n1{\"check\"}\n");
        mermaid.ShouldContain("  n1 -->|\"large\"| n2\n");
        mermaid.ShouldNotContain("classDef");
        (await server.SendAsync("GET", $"{workflow.App}/workflows/etl/graph?format=svg")).ShouldBeProblem(400, "INVALID_VALUE", "format");
    }
}
