namespace ActorJobs.Server.Tests.Facade;

public class RunListEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task List_PageByPage_HasEveryRunOnceNewestPlannedFirst()
    {
        var app = await server.NewAppWithJobAsync();
        var runs = new List<string>();
        foreach (var delay in new[] { "1h", "2h", "3h" })
        {
            runs.Add((await server.SendAsync("POST", $"{app}/jobs/hello/runs", $$"""{"delay":"{{delay}}"}"""))["id"]!);
        }

        var first = await server.SendAsync("GET", $"{app}/runs?limit=2");
        var second = await server.SendAsync("GET", $"{app}/runs?limit=2&cursor={first["next"]}");

        first.Items("id").ShouldBe([runs[2], runs[1]]);
        second.Items("id").ShouldBe([runs[0]]);
        second["next"].ShouldBeNull();
    }

    [Fact]
    public async Task List_Filtered_HasOnlyWhatFits()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs", """{"name":"other","processor":{"name":"echo"}}""");
        var queued = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        var later = await server.SendAsync("POST", $"{app}/jobs/other/runs", """{"delay":"5h"}""");
        var ended = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        await server.SendAsync("POST", $"{app}/runs/{ended}:cancel");
        var at = later["planned"]!;

        async Task<IEnumerable<string>> IdsAsync(string path) => (await server.SendAsync("GET", $"{app}{path}")).Items("id").Order();
        string[] Ids(params string[] ids) => [.. ids.Order()];
        (await IdsAsync("/runs?job=other")).ShouldBe([later["id"]!]);
        (await IdsAsync("/jobs/hello/runs")).ShouldBe(Ids(queued, ended));
        (await IdsAsync("/runs?state=Queued")).ShouldBe([queued]);
        (await IdsAsync("/runs?state=Queued,Scheduled")).ShouldBe(Ids(queued, later["id"]!));
        (await IdsAsync("/runs?state=Queued&state=Cancelled")).ShouldBe(Ids(queued, ended));
        (await IdsAsync($"/runs?from={at}")).ShouldBe([later["id"]!]);
        (await IdsAsync($"/runs?to={at}")).ShouldBe(Ids(queued, ended));
        (await IdsAsync($"/jobs/hello/runs?state=Cancelled&to={at}&limit=5")).ShouldBe([ended]);
    }

    [Theory]
    [InlineData("state=Done", "INVALID_VALUE", "state", "Succeeded, Failed")]
    [InlineData("state=queued", "INVALID_VALUE", "state", "'Queued'")]
    [InlineData("state=5", "INVALID_VALUE", "state", "Queued")]
    [InlineData("status=Queued", "UNKNOWN_PARAMETER", "status", "'state'")]
    [InlineData("from=yesterday", "INVALID_TIME", "from", "RFC 3339")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00%2B01:00", "ENDS_BEFORE_START", "to", "after")]
    [InlineData("cursor=1", "INVALID_VALUE", "cursor", "next")]
    [InlineData("limit=0", "OUT_OF_RANGE", "limit", "1000")]
    public async Task List_WrongParameter_IsRefusedWithWhatIsValid(string query, string code, string field, string expected)
    {
        var answer = await server.SendAsync("GET", $"{await server.NewAppAsync()}/runs?{query}");

        answer.ShouldBeProblem(400, code, field)["detail"]!.ShouldContain(expected);
    }

    [Fact]
    public async Task List_OfAnUnknownJobOrApp_Is404()
    {
        var app = await server.NewAppWithJobAsync();

        (await server.SendAsync("GET", $"{app}/jobs/helo/runs")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("GET", "/api/v1/apps/nowhere/runs")).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
    }

    [Fact]
    public async Task List_WithAnOffsetWrittenAsPlus_IsUnderstood() =>
        (await server.SendAsync("GET", $"{await server.NewAppAsync()}/runs?from=2026-01-01T00:00:00+01:00")).Status.ShouldBe(200);

    [Fact]
    public async Task List_WithACursorOfAnotherList_IsRefused()
    {
        var app = await server.NewAppWithJobAsync();
        var other = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs/hello/runs:batch", """{"items":[{},{},{}]}""");
        var next = (await server.SendAsync("GET", $"{app}/runs?state=Queued&limit=1"))["next"];

        (await server.SendAsync("GET", $"{app}/runs?state=Queued&limit=2&cursor={next}")).Items("id").Count.ShouldBe(2);
        (await server.SendAsync("GET", $"{app}/runs?cursor={next}")).ShouldBeProblem(400, "INVALID_VALUE", "cursor");
        (await server.SendAsync("GET", $"{app}/runs?state=Queued&job=hello&cursor={next}")).ShouldBeProblem(400, "INVALID_VALUE", "cursor");
        (await server.SendAsync("GET", $"{other}/runs?state=Queued&cursor={next}")).ShouldBeProblem(400, "INVALID_VALUE", "cursor");
    }

    [Fact]
    public async Task List_ByWorkerOrTrigger_NeedsARangeAndHasWhatFits()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        var from = $"from={server.Clock.GetUtcNow().AddDays(-1):yyyy-MM-ddTHH:mm:ssZ}";

        (await server.SendAsync("GET", $"{app}/runs?worker=w1&{from}")).Items("id").ShouldBe([run]);
        (await server.SendAsync("GET", $"{app}/runs?trigger=api&{from}")).Items("id").Count.ShouldBe(2);
        (await server.SendAsync("GET", $"{app}/runs?trigger=schedule&{from}")).Items("id").ShouldBeEmpty();
        (await server.SendAsync("GET", $"{app}/runs?trigger=Api&{from}")).ShouldBeProblem(400, "INVALID_VALUE", "trigger");
        (await server.SendAsync("GET", $"{app}/runs?worker=w2&{from}"))
            .ShouldBeProblem(404, "WORKER_NOT_FOUND", "worker")
            .Texts("candidates")
            .ShouldBe(["w1"]);
        (await server.SendAsync("GET", $"{app}/runs?worker=w1")).ShouldBeProblem(400, "QUERY_TOO_WIDE", "from")["detail"]!.ShouldContain(
            "31 days"
        );
        (await server.SendAsync("GET", $"{app}/runs?worker=w1&from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z")).ShouldBeProblem(
            400,
            "QUERY_TOO_WIDE",
            "from"
        );
    }

    [Fact]
    public async Task List_OfADeletedJob_HasItsRunsAtBothPlaces()
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        await server.SendAsync("DELETE", $"{app}/jobs/hello?cascade=true");

        (await server.SendAsync("GET", $"{app}/runs?job=hello")).Items("id").ShouldBe([run]);
        (await server.SendAsync("GET", $"{app}/jobs/hello/runs")).Items("id").ShouldBe([run]);
        (await server.SendAsync("GET", $"{app}/jobs/hello/runs?state=Queued")).Items("id").ShouldBeEmpty();
        (await server.SendAsync("GET", $"{app}/runs?job=helo")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
    }
}
