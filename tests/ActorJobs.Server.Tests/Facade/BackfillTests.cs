using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Server.Tests.Facade;

public class BackfillTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Backfill_OfAPastPeriod_MakesARunForEachFireTimeOnceForAKey()
    {
        var (job, from) = await NewJobAsync();
        var body = $$"""{"from":"{{Text(from)}}","to":"{{Text(from + Duration.FromHours(3))}}"}""";

        var told = await server.SendAsync("POST", $"{job}:backfill", body.Replace("}", ",\"dryRun\":true}", StringComparison.Ordinal));
        var none = await server.SendAsync("GET", $"{job}/runs");
        var made = await server.SendAsync("POST", $"{job}:backfill", headers => headers.Add("Idempotency-Key", "b1"), body);
        var repeated = await server.SendAsync("POST", $"{job}:backfill", headers => headers.Add("Idempotency-Key", "b1"), body);
        var runs = await server.SendAsync("GET", $"{job}/runs");

        (told.Status, told["dryRun"], told["count"], none.Items("id").Count).ShouldBe((200, "True", "6", 0));
        told.Items("planned").ShouldBe(Enumerable.Range(0, 6).Select(half => Shown(from + Duration.FromMinutes(30 * half))));
        (made.Status, made["dryRun"], made["count"]).ShouldBe((200, "False", "6"));
        made.Items("planned").ShouldBe(told.Items("planned"));
        made.Items("schedule").ShouldBe(["hours", "halves", "hours", "halves", "hours", "halves"]);
        repeated.Items("id").ShouldBe(made.Items("id"));
        runs.Items("planned").Reverse().ShouldBe(told.Items("planned"));
        runs.Items("trigger").Distinct().ShouldBe(["""{"kind":"api","name":"127.0.0.1"}"""]);
    }

    [Fact]
    public async Task Backfill_OfOneScheduleUpToANumber_TellsHowManyThereAre()
    {
        var (job, from) = await NewJobAsync();
        var body = $$"""{"from":"{{Text(from)}}","to":"{{Text(from + Duration.FromDays(2))}}","schedule":"hours","max":5}""";

        var made = await server.SendAsync("POST", $"{job}:backfill", headers => headers.Add("Idempotency-Key", "b2"), body);
        var reused = await server.SendAsync(
            "POST",
            $"{job}:backfill",
            headers => headers.Add("Idempotency-Key", "b2"),
            body.Replace("\"max\":5", "\"max\":6", StringComparison.Ordinal)
        );

        (made["count"], made.Items("id").Count).ShouldBe(("48", 5));
        reused.Status.ShouldBe(207);
        reused.Body.GetProperty("items")[0].GetProperty("problem").GetProperty("code").GetString().ShouldBe("IDEMPOTENCY_KEY_REUSED");
    }

    [Theory]
    [InlineData("""{"from":"2026-01-01T00:00:00Z"}""", "MISSING_FIELD", "to")]
    [InlineData("""{"from":"2001-01-01T00:00:00Z","to":"2001-01-02T00:00:00Z"}""", "OUT_OF_RANGE", "from")]
    [InlineData("""{"from":"2001-01-01T00:00:00Z","to":"2199-01-02T00:00:00Z"}""", "OUT_OF_RANGE", "to")]
    public async Task Backfill_WithAWrongPeriod_IsRefused(string body, string code, string field) =>
        (await server.SendAsync("POST", $"{(await NewJobAsync()).Job}:backfill", body)).ShouldBeProblem(400, code, field);

    [Fact]
    public async Task Backfill_OfAScheduleThatThereIsNot_IsRefusedWithNearMatches()
    {
        var (job, from) = await NewJobAsync();
        var body = $$"""{"from":"{{Text(from)}}","to":"{{Text(from + Duration.FromHours(3))}}","schedule":"hour"}""";

        (await server.SendAsync("POST", $"{job}:backfill", body)).ShouldBeProblem(400, "INVALID_VALUE", "schedule")[
            "detail"
        ]!.ShouldContain("Did you mean 'hours'?");
    }

    private static string Shown(Instant time) => time.ToString("uuuu-MM-dd'T'HH:mm:ss.fff'Z'", null);

    private static string Text(Instant time) => InstantText.Format(time);

    /// <summary>A job that fires at each full hour and half an hour later, and the beginning of a past day.</summary>
    private async Task<(string Job, Instant From)> NewJobAsync()
    {
        var app = await server.NewAppAsync();
        var made = await server.SendAsync(
            "POST",
            $"{app}/jobs",
            """
            {"name":"hello","processor":{"name":"echo"},"enabled":false,"schedules":[
              {"name":"hours","kind":"cron","expression":"0 0 * * * ?"},{"name":"halves","kind":"cron","expression":"0 30 * * * ?"},
              {"name":"delay","kind":"fixedDelay","every":"1h"}]}
            """
        );
        made.Status.ShouldBe(201);
        var today = Instant.FromDateTimeOffset(server.Clock.GetUtcNow()).InUtc().Date;
        return ($"{app}/jobs/hello", today.PlusDays(-10).AtMidnight().InUtc().ToInstant());
    }
}
