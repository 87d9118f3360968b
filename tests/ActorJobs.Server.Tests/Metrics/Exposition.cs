using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorJobs.Server.Tests.Metrics;

/// <summary>A text in the format of Prometheus 0.0.4, read strictly: what the format forbids is refused.</summary>
/// <remarks>https://prometheus.io/docs/instrumenting/exposition_formats/</remarks>
internal sealed partial class Exposition
{
    private readonly List<ExposedMetric> _metrics = [];

    /// <summary>All metrics, in their order.</summary>
    public IReadOnlyList<ExposedMetric> Metrics => _metrics;

    /// <summary>The one value of a metric with these labels, such as <c>app="shop"</c>.</summary>
    public double Value(string name, string labels = "") =>
        Find(name)!.Samples.Single(sample => sample.Name == name && sample.Labels == labels).Value;

    /// <summary>The values of a metric, by their labels.</summary>
    public ExposedMetric? Find(string name) => _metrics.Find(metric => metric.Name == name);

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is not in the format.</exception>
    public static Exposition Parse(string text)
    {
        var exposition = new Exposition();
        if (!text.EndsWith('\n'))
        {
            throw new FormatException("The last line does not end.");
        }

        var help = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } helped)
            {
                help = helped.Groups["text"].Value;
            }
            else if (Type().Match(line) is { Success: true } typed)
            {
                var metric = new ExposedMetric(typed.Groups["name"].Value, typed.Groups["type"].Value, help);
                exposition._metrics.Select(known => known.Name).ShouldNotContain(metric.Name, "A metric is exposed once.");
                exposition._metrics.Add(metric);
            }
            else if (Sample().Match(line) is { Success: true } sample)
            {
                exposition
                    ._metrics[^1]
                    .Add(sample.Groups["name"].Value, sample.Groups["labels"].Value, Number(sample.Groups["value"].Value));
            }
            else
            {
                throw new FormatException($"No line of the format: {line}");
            }
        }

        exposition._metrics.ForEach(metric => metric.Check());
        return exposition;
    }

    private static double Number(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>([^\\\n]|\\\\|\\n)*)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    private const string Label = @"[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\\\|\\""|\\n)*""";

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>"
            + Label
            + "(,"
            + Label
            + @")*)\})? (?<value>\+Inf|NaN|-?[0-9.]+([eE][-+]?[0-9]+)?)$"
    )]
    private static partial Regex Sample();
}

/// <summary>A metric of an <see cref="Exposition"/>.</summary>
internal sealed partial record ExposedMetric(string Name, string Type, string Help)
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    /// <summary>Its samples, in their order.</summary>
    public IReadOnlyList<(string Name, string Labels, double Value)> Samples => _samples;

    /// <summary>The names of its labels, without that of the buckets of a histogram.</summary>
    public IEnumerable<string> LabelNames =>
        _samples
            .SelectMany(sample => LabelName().Matches(sample.Labels).Select(match => match.Groups["name"].Value))
            .Where(name => name != "le")
            .Distinct();

    public void Add(string name, string labels, double value)
    {
        string[] expected = Type == "histogram" ? [$"{Name}_bucket", $"{Name}_sum", $"{Name}_count"] : [Name];
        expected.ShouldContain(name, "A sample stands below the type of its metric.");
        _samples.ShouldNotContain(sample => sample.Name == name && sample.Labels == labels, "A series is exposed once.");
        _samples.Add((name, labels, value));
    }

    public void Check()
    {
        if (Type == "counter")
        {
            Name.ShouldEndWith("_total");
            _samples.ShouldAllBe(sample => sample.Value >= 0);
        }

        foreach (var count in _samples.Where(sample => Type == "histogram" && sample.Name == $"{Name}_count"))
        {
            var buckets = _samples
                .Where(sample => sample.Name == $"{Name}_bucket" && sample.Labels.StartsWith(count.Labels, StringComparison.Ordinal))
                .ToList();
            buckets.Select(bucket => bucket.Value).ShouldBeInOrder();
            buckets[^1].Labels.ShouldEndWith("le=\"+Inf\"");
            buckets[^1].Value.ShouldBe(count.Value);
        }
    }

    [GeneratedRegex(@"(^|,)(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""([^""\\]|\\.)*""")]
    private static partial Regex LabelName();
}
