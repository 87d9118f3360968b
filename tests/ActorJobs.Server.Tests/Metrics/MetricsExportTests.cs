using System.Diagnostics.Metrics;
using ActorJobs.Server.Metrics;
using ActorJobs.Server.Settings;
using ActorJobs.TestKit.Servers;

namespace ActorJobs.Server.Tests.Metrics;

/// <summary>From the instruments to text, and to a collector.</summary>
public sealed class MetricsExportTests : IDisposable
{
    private readonly Meter _meter = new(NodeInstruments.MeterName);
    private readonly MetricsExport _export;

    public MetricsExportTests() => _export = new MetricsExport(_meter, new MetricsSettings("n1", null));

    public void Dispose()
    {
        _export.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Scrape_OfAHistogram_HasSumCountAndBucketsThatAddUp()
    {
        var histogram = _meter.CreateHistogram(
            "a.delay",
            "s",
            "How\nlong.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] }
        );
        foreach (var value in (double[])[0.25, 0.5, 1, 4])
        {
            histogram.Record(value);
        }

        _export
            .Scrape()
            .ShouldBe(
                """
                # HELP a_delay_seconds How\nlong.
                # TYPE a_delay_seconds histogram
                a_delay_seconds_bucket{le="0.5"} 2
                a_delay_seconds_bucket{le="2"} 3
                a_delay_seconds_bucket{le="+Inf"} 4
                a_delay_seconds_sum 5.75
                a_delay_seconds_count 4

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void Scrape_OfLabelsOfEveryKind_IsReadBackAsItWas()
    {
        _meter.CreateCounter<long>("a.count").Add(3, new KeyValuePair<string, object?>("app", "a \"quoted\" \\ name\nof two lines"));

        Exposition.Parse(_export.Scrape()).Value("a_count_total", "app=\"a \\\"quoted\\\" \\\\ name\\nof two lines\"").ShouldBe(3);
    }

    [Fact]
    public void Scrape_AfterAnAppHasMovedAway_ShowsItNoMore()
    {
        var apps = new List<string> { "one", "two" };
        _meter.CreateObservableGauge(
            "a.depth",
            () => apps.ConvertAll(app => new Measurement<long>(7, new KeyValuePair<string, object?>("app", app)))
        );
        Exposition.Parse(_export.Scrape()).Find("a_depth")!.Samples.Count.ShouldBe(2);

        apps.Remove("one");

        Exposition.Parse(_export.Scrape()).Find("a_depth")!.Samples.ShouldBe([("a_depth", "app=\"two\"", 7)]);
    }

    [Fact]
    public void Scrape_OfAnotherServerInTheProcess_IsNotMixedIn()
    {
        using var other = new Meter(NodeInstruments.MeterName);
        other.CreateCounter<long>("theirs").Add(1);
        _meter.CreateCounter<long>("ours").Add(1);

        Exposition.Parse(_export.Scrape()).Metrics.Select(metric => metric.Name).ShouldBe(["ours_total"]);
    }

    [Fact]
    public async Task Server_WithACollector_SendsItsMetricsByOtlp()
    {
        await using var collector = new Collector();
        await collector.StartAsync();
        var server = await ActorJobsTestServer.StartAsync(
            $"actorjobs.metrics.otlp-endpoint={collector.Address}",
            "actorjobs.node.name=measured"
        );
        collector.Names.ShouldBeEmpty("the first minute is not over");

        await server.DisposeAsync();

        collector.Names.ShouldContain("actorjobs.store.commits");
        collector.Names.ShouldContain("actorjobs.dead_letters");
        collector.Sender.ShouldContain("measured");
        collector.Sender.ShouldContain("actorjobs");
    }
}
