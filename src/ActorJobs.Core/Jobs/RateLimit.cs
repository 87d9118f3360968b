using System.Globalization;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>At most so many in any span of time of a length.</summary>
/// <param name="Count">1 to <see cref="MostCount"/>.</param>
/// <param name="Per">From a millisecond to <see cref="LongestPer"/>.</param>
public sealed record RateLimit(int Count, Duration Per)
{
    /// <summary>The end of an error message about a text that is no rate.</summary>
    public const string Expected = "expected a rate such as 100/1s or 5/1m: a count from 1 to 10000, and a time from 1ms to 1d";

    /// <summary>The greatest count: so many times are remembered.</summary>
    public const int MostCount = 10_000;

    /// <summary>The longest time.</summary>
    public static Duration LongestPer { get; } = Duration.FromDays(1);

    /// <summary>Reads a rate as <c>100/1s</c>; null if the text is none.</summary>
    public static RateLimit? Parse(string text)
    {
        var parts = text.Split('/');
        return
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= MostCount
            && DurationText.TryParse(parts[1], out var per)
            && per > Duration.Zero
            && per <= LongestPer
            ? new RateLimit(count, per)
            : null;
    }

    /// <summary>As users write it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}/{DurationText.Format(Per)}");
}
