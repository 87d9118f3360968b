using NodaTime;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>Instants as the store holds them: microseconds since 1970-01-01T00:00Z. What is finer is cut off, toward the past.</summary>
internal static class Micros
{
    private const long TicksPerMicrosecond = 10;

    public static long Of(Instant instant)
    {
        var (micros, rest) = Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond);
        return rest < 0 ? micros - 1 : micros;
    }

    public static long? Of(Instant? instant) => instant is { } given ? Of(given) : null;

    public static Instant ToInstant(long micros) => Instant.FromUnixTimeTicks(micros * TicksPerMicrosecond);
}
