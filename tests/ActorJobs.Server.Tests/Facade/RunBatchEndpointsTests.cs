using System.Text.Json;

namespace ActorJobs.Server.Tests.Facade;

public class RunBatchEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Batch_AllRight_AnswersARunForEachInOrder()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync(
            "POST",
            $"{app}/jobs/hello/runs:batch",
            """{"items":[{"params":{"n":1}},{},{"params":[2],"delay":"1h"},{"params":null,"at":"2026-01-01T00:00:00Z"}]}"""
        );

        answer.Status.ShouldBe(200);
        answer.Items("status").ShouldBe(["201", "201", "201", "201"]);
        answer.Items("state").ShouldBe(["Queued", "Queued", "Scheduled", "Queued"]);
        var shown = new List<string?>();
        foreach (var run in answer.Items("id"))
        {
            shown.Add((await server.SendAsync("GET", $"{app}/runs/{run}"))["params"]);
        }

        shown.ShouldBe(["""{"n":1}""", """{"text":"hi"}""", "[2]", """{"text":"hi"}"""]);
    }

    [Fact]
    public async Task Batch_SomeWrong_TakesTheOthersAndTellsWhatIsWrong()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync(
            "POST",
            $"{app}/jobs/hello/runs:batch",
            """{"items":[{"params":1},{"parms":1},5,{"delay":"soon"},{"params":1,"params":2},{"params":2}]}"""
        );

        answer.Status.ShouldBe(207);
        answer.Items("status").ShouldBe(["201", "400", "400", "400", "400", "201"]);
        Problems(answer, "code").ShouldBe(["UNKNOWN_FIELD", "WRONG_TYPE", "INVALID_DURATION", "DUPLICATE_FIELD"]);
        Problems(answer, "field").ShouldBe(["items[1].parms", "items[2]", "items[3].delay", "items[4].params"]);
        (await server.SendAsync("GET", $"{app}/runs")).Items("id").Order().ShouldBe(Ids(answer).Order());
    }

    [Fact]
    public async Task Batch_OfTheMostItems_IsOneCommit()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}/jobs/hello/runs:batch", BodyOf(1000));

        answer.Status.ShouldBe(200);
        Ids(answer).Distinct().Count().ShouldBe(1000);
        (await server.SendAsync("GET", $"{app}/runs?limit=1000")).Items("id").Count.ShouldBe(1000);
    }

    [Theory]
    [InlineData("""{"items":[]}""", "OUT_OF_RANGE", "items")]
    [InlineData("""{"items":{}}""", "WRONG_TYPE", "items")]
    [InlineData("""{"items":null}""", "MISSING_FIELD", "items")]
    [InlineData("""[{"params":1}]""", "WRONG_TYPE", "")]
    [InlineData("""{"runs":[]}""", "UNKNOWN_FIELD", "runs")]
    [InlineData("", "INVALID_JSON", null)]
    public async Task Batch_WrongBody_IsRefusedAsAWhole(string body, string code, string? field)
    {
        var app = await server.NewAppWithJobAsync();

        (await server.SendAsync("POST", $"{app}/jobs/hello/runs:batch", body)).ShouldBeProblem(400, code, field);
    }

    [Fact]
    public async Task Batch_OfTooMany_IsRefusedWithTheBound()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}/jobs/hello/runs:batch", BodyOf(1001));

        answer.ShouldBeProblem(400, "OUT_OF_RANGE", "items")["detail"]!.ShouldContain("1 to 1000");
    }

    [Fact]
    public async Task Batch_OfAnUnknownJob_Is404WithNearMatches()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}/jobs/helo/runs:batch", BodyOf(2));

        answer.ShouldBeProblem(404, "JOB_NOT_FOUND", "job").Texts("candidates").ShouldBe(["hello"]);
    }

    [Fact]
    public async Task Batch_OfInstances_StartsThemAndTellsWhatIsWrong()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/workflows", """{"name":"etl","nodes":[{"key":"load","job":"hello"}]}""");
        const string body = """{"items":[{"params":{"n":1}},{"parms":1},{"delay":"1h","idempotencyKey":"one"}]}""";

        var answer = await server.SendAsync("POST", $"{app}/workflows/etl/instances:batch", body);
        var again = await server.SendAsync("POST", $"{app}/workflows/etl/instances:batch", body);

        answer.Status.ShouldBe(207);
        answer.Items("status").ShouldBe(["201", "400", "201"]);
        Problems(answer, "field").ShouldBe(["items[1].parms"]);
        again.Items("status").ShouldBe(["201", "400", "200"]);
        var ids = Ids(answer).ToList();
        Ids(again).Last().ShouldBe(ids[1]);
        var begun = await server.SendAsync("GET", $"{app}/workflow-instances/{ids[0]}");
        (begun["workflow"], begun["state"], begun["params"]).ShouldBe(("etl", "Running", """{"n":1}"""));
        (await server.SendAsync("GET", $"{app}/workflow-instances/{ids[1]}"))["state"].ShouldBe("Scheduled");
        (await server.SendAsync("GET", $"{app}/workflow-instances")).Items("id").Order().ShouldBe(ids.Append(Ids(again).First()).Order());
    }

    [Fact]
    public async Task Batch_OfInstancesOfAJob_Is404()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}/workflows/hello/instances:batch", BodyOf(2));

        answer.ShouldBeProblem(404, "WORKFLOW_NOT_FOUND", "workflow")["detail"]!.ShouldContain("is a job");
    }

    private static string BodyOf(int count) =>
        JsonSerializer.Serialize(new { items = Enumerable.Range(0, count).Select(number => new { @params = new { number } }) });

    private static IEnumerable<string> Ids(Answer answer) =>
        answer
            .Body.GetProperty("items")
            .EnumerateArray()
            .Where(item => item.TryGetProperty("id", out _))
            .Select(item => $"{item.GetProperty("id")}");

    private static IEnumerable<string> Problems(Answer answer, string field) =>
        from item in answer.Body.GetProperty("items").EnumerateArray()
        where item.TryGetProperty("problem", out _)
        select $"{item.GetProperty("problem").GetProperty(field)}";
}
