using System.Globalization;

namespace ActorJobs.Cli.Screens;

/// <summary>Values as people read them. What comes from a server can hold anything: control characters, which a terminal would obey, are taken out.</summary>
internal static class Plain
{
    /// <summary>A text on one line.</summary>
    public static string Line(string? text) => text is null ? "" : Clean(text, letter => letter == '\n' ? ' ' : '\uFFFD');

    /// <summary>A text that may have several lines.</summary>
    public static string Text(string? text) =>
        text is null ? "" : Clean(text.ReplaceLineEndings("\n"), letter => letter is '\n' or '\t' ? letter : '\uFFFD');

    /// <summary>An instant in UTC, to the second.</summary>
    public static string At(DateTimeOffset? instant) =>
        instant is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>A duration that was measured, in its two greatest units.</summary>
    public static string Span(TimeSpan span) =>
        span < TimeSpan.FromSeconds(1) ? Invariant($"{span.TotalMilliseconds:0}ms")
        : span < TimeSpan.FromMinutes(1) ? Invariant($"{span.TotalSeconds:0.0}s")
        : span < TimeSpan.FromHours(1) ? Invariant($"{span.Minutes}m{span.Seconds}s")
        : span < TimeSpan.FromDays(1) ? Invariant($"{span.Hours}h{span.Minutes}m")
        : Invariant($"{span.Days}d{span.Hours}h");

    /// <summary>A duration that somebody has set, exact to the millisecond, in all units that it has.</summary>
    public static string Duration(TimeSpan span)
    {
        (int Number, string Unit)[] parts =
        [
            (span.Days, "d"),
            (span.Hours, "h"),
            (span.Minutes, "m"),
            (span.Seconds, "s"),
            (span.Milliseconds, "ms"),
        ];
        return
            string.Concat(parts.Where(static part => part.Number > 0).Select(static part => Invariant($"{part.Number}{part.Unit}")))
                is { Length: > 0 } text
            ? text
            : "0s";
    }

    /// <summary>A number.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>yes, or nothing.</summary>
    public static string Mark(bool isSo) => isSo ? "yes" : "";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Clean(string text, Func<char, char> replace) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? replace(letter) : letter)) : text;
}
