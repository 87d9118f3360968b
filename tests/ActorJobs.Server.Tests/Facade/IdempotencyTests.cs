using System.Net.Http.Headers;
using System.Text;

namespace ActorJobs.Server.Tests.Facade;

public class IdempotencyTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Replayed = "Idempotency-Replayed";

    [Fact]
    public async Task Submit_WithTheKeyOfAnOpenRun_AnswersThatRun()
    {
        var app = await server.NewAppWithJobAsync();

        var first = await SubmitAsync(app, "order-17", """{"params":{"n":1},"delay":"1h"}""");
        var again = await SubmitAsync(app, "order-17", """{"params":{"n":1},"delay":"1h"}""");
        var quoted = await SubmitAsync(app, "\"order-17\"", """{"params":{"n":1},"delay":"1h"}""");

        (first.Status, first.Headers.ContainsKey(Replayed)).ShouldBe((201, false));
        (again.Status, again.Headers[Replayed]).ShouldBe((200, "true"));
        foreach (var field in new[] { "id", "state", "job", "planned" })
        {
            again[field].ShouldBe(first[field]);
        }

        quoted["id"].ShouldBe(first["id"]);
        again.Headers["Location"].ShouldBe(first.Headers["Location"]);
        (await server.SendAsync("GET", $"{app}/runs")).Items("id").ShouldBe([first["id"]!]);
    }

    [Fact]
    public async Task Submit_WithTheKeyOfAnEndedRunOfADeletedJob_AnswersItsEnd()
    {
        var app = await server.NewAppWithJobAsync();
        var first = await SubmitAsync(app, "k");
        await server.SendAsync("POST", $"{app}/runs/{first["id"]}:cancel");
        await server.SendAsync("DELETE", $"{app}/jobs/hello");

        var again = await SubmitAsync(app, "k");

        (again.Status, again["id"], again["state"]).ShouldBe((200, first["id"], "Cancelled"));
    }

    [Fact]
    public async Task Submit_ManyAtOnceWithOneKey_MakesOneRun()
    {
        var app = await server.NewAppWithJobAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SubmitAsync(app, "k")));

        answers.Select(answer => answer["id"]).Distinct().ShouldHaveSingleItem();
        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 200).ShouldBe(19);
    }

    [Theory]
    [InlineData("hello", """{"params":2}""")]
    [InlineData("hello", """{"params":1,"delay":"1s"}""")]
    [InlineData("hello", """{"params":1,"at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("hello", null)]
    [InlineData("other", """{"params":1}""")]
    public async Task Submit_WithTheKeyOfAnotherRequest_IsRefused(string job, string? body)
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs", """{"name":"other","processor":{"name":"echo"}}""");
        var first = await SubmitAsync(app, "k", """{"params":1}""");

        var other = await SubmitAsync(app, "k", body, job);

        other.ShouldBeProblem(422, "IDEMPOTENCY_KEY_REUSED", "Idempotency-Key")["detail"]!.ShouldContain(first["id"]!);
        (await server.SendAsync("GET", $"{app}/runs")).Items("id").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Submit_WithTheSameKeyInAnotherApp_MakesARunThere()
    {
        var (one, other) = (await server.NewAppWithJobAsync(), await server.NewAppWithJobAsync());

        var first = await SubmitAsync(one, "k");

        (await SubmitAsync(other, "k")).Status.ShouldBe(201);
        (await SubmitAsync(one, "k"))["id"].ShouldBe(first["id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b c\"")]
    public async Task Submit_WithAKeyThatIsNone_IsRefused(string key)
    {
        var app = await server.NewAppWithJobAsync();

        (await SubmitAsync(app, key)).ShouldBeProblem(400, "INVALID_VALUE", "Idempotency-Key");
        (await SubmitAsync(app, new string('k', 256))).ShouldBeProblem(400, "INVALID_VALUE", "Idempotency-Key");
        (await SubmitAsync(app, new string('k', 255))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Batch_WithKeys_RepeatsThoseThatAreKnownAlsoWithinItself()
    {
        var app = await server.NewAppWithJobAsync();
        var first = await SubmitAsync(app, "a", """{"params":1}""");

        var answer = await server.SendAsync(
            "POST",
            $"{app}/jobs/hello/runs:batch",
            """
            {"items":[{"params":1,"idempotencyKey":"a"},{"params":1,"idempotencyKey":"b"},{"params":1,"idempotencyKey":"b"},
              {"params":2,"idempotencyKey":"b"},{"params":1},{"params":1,"idempotencyKey":"x y"}]}
            """
        );

        answer.Items("status").ShouldBe(["200", "201", "200", "422", "201", "400"]);
        var items = answer.Body.GetProperty("items");
        items[0].GetProperty("id").GetString().ShouldBe(first["id"]);
        items[2].GetProperty("id").GetString().ShouldBe(items[1].GetProperty("id").GetString());
        items[3].GetProperty("problem").GetProperty("field").GetString().ShouldBe("items[3].idempotencyKey");
        items[5].GetProperty("problem").GetProperty("field").GetString().ShouldBe("items[5].idempotencyKey");
        (await server.SendAsync("GET", $"{app}/runs")).Items("id").Count.ShouldBe(3);
    }

    [Fact]
    public async Task Batch_WithAKeyForAllOfIt_IsRefused()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await SubmitAsync(app, "k", """{"items":[{}]}""", "hello", "runs:batch");

        answer.ShouldBeProblem(400, "FIELD_NOT_ALLOWED", "Idempotency-Key");
    }

    private async Task<Answer> SubmitAsync(string app, string key, string? body = null, string job = "hello", string action = "runs")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await server.SendAsync(
            "POST",
            $"{app}/jobs/{job}/{action}",
            content,
            headers => headers.TryAddWithoutValidation("Idempotency-Key", key)
        );
    }
}
