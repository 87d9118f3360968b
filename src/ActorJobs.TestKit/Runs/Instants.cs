using System.Globalization;

namespace ActorJobs.TestKit.Runs;

/// <summary>Reads the instants that tests write.</summary>
internal static class Instants
{
    /// <exception cref="FormatException">It is none, or it has no offset, so that it would mean something else elsewhere.</exception>
    public static DateTimeOffset Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new FormatException($"Found '{text}'; expected an instant such as 2026-03-29T03:00:00+02:00 or 2026-03-29T01:00:00Z.");
    }
}
