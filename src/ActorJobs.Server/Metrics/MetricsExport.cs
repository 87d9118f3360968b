using System.Diagnostics.Metrics;
using ActorJobs.Server.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace ActorJobs.Server.Metrics;

/// <summary>Collects what the server's instruments measure, from its start on, and shows it to whoever scrapes; to a collector it is sent every
/// minute, if there is one.</summary>
/// <remarks>It is a hosted service so that it is there before the first thing is measured. It shows the meter of this server alone: others in the same
/// process, such as those of tests, have meters of the same name.</remarks>
internal sealed class MetricsExport : IHostedService, IDisposable
{
    /// <summary>How many combinations of label values a metric has at most; all further ones count as one that is labelled <c>otel_metric_overflow</c>.</summary>
    private const int MostSeries = 10_000;

    private const int ScrapeTimeoutMilliseconds = 1000;

    private readonly Lock _gate = new();
    private readonly PrometheusText _text = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    public MetricsExport(Meter meter, MetricsSettings settings)
    {
        _reader = new BaseExportingMetricReader(_text);
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("actorjobs", serviceInstanceId: settings.Node))
            .AddMeter(meter.Name)
            .AddView(instrument =>
                instrument.Meter == meter ? new MetricStreamConfiguration { CardinalityLimit = MostSeries } : MetricStreamConfiguration.Drop
            )
            .AddReader(_reader);
        if (settings.OtlpEndpoint is { } endpoint)
        {
            builder.AddOtlpExporter(otlp =>
            {
                otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
                otlp.Endpoint = endpoint;
            });
        }

        _provider = builder.Build();
    }

    /// <summary>What the instruments show now, in the text format of Prometheus.</summary>
    public string Scrape()
    {
        lock (_gate)
        {
            _reader.Collect(ScrapeTimeoutMilliseconds);
            return _text.Latest;
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends the last figures to the collector, if it takes them in time.</summary>
    public void Dispose() => _provider.Dispose();
}
