using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ActorJobs.Server.Metrics;

/// <summary>Writes metrics in the text format of Prometheus, version 0.0.4. OpenTelemetry's own exporter for it has no stable release.</summary>
/// <remarks>Names follow OpenTelemetry's rules for Prometheus: <c>actorjobs.runs.fire_delay</c> in seconds is <c>actorjobs_runs_fire_delay_seconds</c>, and
/// a counter ends with <c>_total</c>. See https://prometheus.io/docs/instrumenting/exposition_formats/.</remarks>
internal sealed class PrometheusText : BaseExporter<Metric>
{
    /// <summary>What the answer is labelled with.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The text that was written last.</summary>
    public string Latest { get; private set; } = "";

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var metrics = new List<Metric>();
        foreach (var metric in batch)
        {
            metrics.Add(metric);
        }

        var text = new StringBuilder();
        foreach (var metric in metrics.OrderBy(static metric => metric.Name, StringComparer.Ordinal))
        {
            Write(text, metric);
        }

        Latest = text.ToString();
        return ExportResult.Success;
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var kind = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            _ => "gauge",
        };
        var name = NameOf(metric, kind);
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escaped(metric.Description)}\n# TYPE {name} {kind}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point);
            switch (metric.MetricType)
            {
                case MetricType.Histogram:
                    WriteHistogram(text, name, labels, point);
                    break;
                case MetricType.LongSum:
                    WriteSample(text, name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum:
                    WriteSample(text, name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    WriteSample(text, name, labels, point.GetGaugeLastValueLong());
                    break;
                default:
                    WriteSample(text, name, labels, point.GetGaugeLastValueDouble());
                    break;
            }
        }
    }

    private static string NameOf(Metric metric, string kind)
    {
        var name = metric.Name.Replace('.', '_') + (metric.Unit == "s" ? "_seconds" : "");
        return kind == "counter" ? $"{name}_total" : name;
    }

    private static string LabelsOf(in MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in point.Tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"");
            labels
                .Append(
                    Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\"", "\\\"", StringComparison.Ordinal)
                )
                .Append('"');
        }

        return labels.ToString();
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        var separator = labels.Length == 0 ? "" : ",";
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            WriteSample(text, $"{name}_bucket", $"{labels}{separator}le=\"{Number(bucket.ExplicitBound)}\"", count);
        }

        WriteSample(text, $"{name}_sum", labels, point.GetHistogramSum());
        WriteSample(text, $"{name}_count", labels, count);
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
