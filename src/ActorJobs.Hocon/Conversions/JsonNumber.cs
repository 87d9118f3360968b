using System.Text.RegularExpressions;

namespace ActorJobs.Hocon.Conversions;

/// <summary>What JSON calls a number.</summary>
internal static partial class JsonNumber
{
    public static bool IsMatch(ReadOnlySpan<char> text) => Pattern().IsMatch(text);

    [GeneratedRegex(
        @"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pattern();
}
