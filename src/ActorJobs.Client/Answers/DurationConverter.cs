using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;

namespace ActorJobs.Client.Answers;

/// <summary>Reads durations as the server writes them, such as <c>1h30m</c>, and writes them in the form of ISO 8601.</summary>
internal sealed partial class DurationConverter : JsonConverter<TimeSpan>
{
    private static readonly Dictionary<string, double> Milliseconds = new(StringComparer.Ordinal)
    {
        ["ms"] = 1,
        ["s"] = 1000,
        ["m"] = 60_000,
        ["h"] = 3_600_000,
        ["d"] = 86_400_000,
    };

    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        return text.StartsWith('P') ? XmlConvert.ToTimeSpan(text)
            : Whole().IsMatch(text) ? TimeSpan.FromMilliseconds(Part().Matches(text).Sum(Value))
            : throw new JsonException($"Found '{text}'; expected a duration such as 10s.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));

    private static double Value(Match part) =>
        double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * Milliseconds[part.Groups["unit"].Value];

    [GeneratedRegex(@"^(?:[0-9]+(?:ms|[smhd]))+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex("(?<number>[0-9]+)(?<unit>ms|[smhd])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();
}
