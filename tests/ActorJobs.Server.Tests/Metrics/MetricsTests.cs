using System.Diagnostics;
using ActorJobs.Server.Tests.Documents;

namespace ActorJobs.Server.Tests.Metrics;

/// <summary>What a whole server shows at <c>/metrics</c>.</summary>
public class MetricsTests(MeasuredServer server) : IClassFixture<MeasuredServer>
{
    [Fact]
    public async Task Scrape_OfAServer_IsTextOfPrometheusWithinASecond()
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await server.ScrapeAsync();

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        Exposition.Parse(await answer.Content.ReadAsStringAsync()).Metrics.ShouldNotBeEmpty();
    }

    /// <summary>The table of the document is made from this: both have the same metrics.</summary>
    [Fact]
    [Trait("Category", "Docs")]
    public async Task Metrics_InTheDocument_AreThoseOfAServer()
    {
        var rows = (await server.ReadAsync()).Metrics.Select(metric =>
            $"| `{metric.Name}` | {metric.Type} | {string.Join(", ", metric.LabelNames.Select(name => $"`{name}`"))} | {metric.Help} |"
        );

        MadeTable.Compare("docs/metrics.md", "<!-- metrics:", ["| Metric | Type | Labels | What it tells |", "|---|---|---|---|", .. rows]);
    }

    [Fact]
    public async Task Metrics_AfterARun_TellWhatHasHappened()
    {
        var now = await server.ReadAsync();

        now.Value("actorjobs_runs_ended_total", "app=\"shop\",outcome=\"Succeeded\"").ShouldBe(1);
        now.Value("actorjobs_runs_stale_reports_total", "app=\"shop\"").ShouldBe(1);
        now.Value("actorjobs_runs_open", "app=\"shop\",state=\"delayed\"").ShouldBe(1);
        now.Value("actorjobs_runs_open", "app=\"shop\",state=\"waiting\"").ShouldBe(0);
        now.Value("actorjobs_runs_open", "app=\"shop\",state=\"running\"").ShouldBe(0);
        now.Value("actorjobs_notifications_ended_total", "app=\"office\",outcome=\"delivered\"").ShouldBe(1);
        now.Value("actorjobs_links_refused_total", "code=\"APP_NOT_FOUND\"").ShouldBe(1);
        now.Value("actorjobs_jobs", "app=\"shop\"").ShouldBe(1);
        now.Value("actorjobs_app_epoch", "app=\"shop\"").ShouldBe(1);
        now.Value("actorjobs_store_commits_total", "outcome=\"committed\"").ShouldBeGreaterThanOrEqualTo(4);
        var delays = now.Find("actorjobs_runs_fire_delay_seconds")!
            .Samples.Where(static sample => sample.Labels.Contains("app=\"shop\"", StringComparison.Ordinal))
            .ToList();
        delays
            .Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal))
            .Value.ShouldBe(1, "the delayed run is not due yet");
        delays.Single(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Value.ShouldBeInRange(0, 30);
    }

    [Fact]
    public void Metrics_BeforeTheFirstApp_HaveTheCountersThatAlertsWatch()
    {
        server.AtStart.Value("actorjobs_store_commits_total", "outcome=\"fenced\"").ShouldBe(0);
        server.AtStart.Value("actorjobs_dead_letters_total").ShouldBe(0);
        server.AtStart.Find("actorjobs_app_epoch").ShouldBeNull();
    }
}
