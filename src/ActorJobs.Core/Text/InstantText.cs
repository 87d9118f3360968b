using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Core.Text;

/// <summary>Instants as users write them: RFC 3339 with any offset, whole milliseconds, in the years that schedules know.</summary>
public static class InstantText
{
    /// <summary>The end of an error message about a text that is no instant.</summary>
    public const string Expected =
        "expected an RFC 3339 time from 1970 to 2199 with at most milliseconds, such as 2026-12-01T03:00:00Z or 2026-12-01T03:00:00.250+01:00";

    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    /// <summary>Reads an instant; false if the text is none, lies outside the years 1970 to 2199, or is finer than a millisecond.</summary>
    public static bool TryParse(string? text, out Instant instant)
    {
        instant = default;
        if (text is null || !OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var read))
        {
            return false;
        }

        instant = read.ToInstant();
        return instant >= Earliest && instant < Latest && instant.ToUnixTimeTicks() % NodaConstants.TicksPerMillisecond == 0;
    }

    /// <summary>Writes an instant in UTC with as many decimals as it needs.</summary>
    public static string Format(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
