using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>Reads what options are given.</summary>
internal static partial class Values
{
    /// <summary>A duration, or null.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static TimeSpan? Duration(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var parts = Parts().Match(text);
        var number = parts.Success ? double.Parse(parts.Groups["number"].Value, CultureInfo.InvariantCulture) : -1;
        return parts.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => throw CliException.Usage($"Found '{text}' for {option}; expected a duration such as 250ms, 10s, 5m, 2h or 1d."),
        };
    }

    /// <summary>An instant, or null.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static DateTimeOffset? Instant(string option, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
        : throw CliException.Usage($"Found '{text}' for {option}; expected a time such as 2026-12-01T03:00:00Z.");

    /// <summary>One of some words.</summary>
    /// <exception cref="CliException">It is none of them.</exception>
    public static T Word<T>(string option, string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)
            ? word
            : throw CliException.Usage(
                $"Found '{text}' for {option}; expected {string.Join(", ", Enum.GetNames<T>())}.{NearMatches.Hint(text, Enum.GetNames<T>())}"
            );

    /// <summary>Any JSON, or null.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static object? Json(string option, string? text)
    {
        try
        {
            return text is null ? null : JsonElement.Parse(text);
        }
        catch (JsonException error)
        {
            throw CliException.Usage(
                $"Found '{text}' for {option}, which is no JSON ({error.Message.Split(". ", 2)[0]}); expected JSON in quotes, such as '{{\"text\":\"hi\"}}'."
            );
        }
    }

    /// <summary>Labels by their keys.</summary>
    /// <exception cref="CliException">One is none, or a key stands twice.</exception>
    public static IReadOnlyDictionary<string, string> Labels(string option, IReadOnlyList<string> texts)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } key, var value] || !labels.TryAdd(key, value))
            {
                throw CliException.Usage($"Found '{text}' for {option}; expected a label such as team=billing, each key once.");
            }
        }

        return labels;
    }

    [GeneratedRegex(@"^(?<number>\d{1,9}(\.\d{1,3})?)(?<unit>ms|s|m|h|d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();
}
