using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Server.Start;

/// <summary>Looks whether the clock of the machine can be right.</summary>
internal static class ClockCheck
{
    /// <summary>This program did not exist before.</summary>
    private static readonly Instant Earliest = Instant.FromUtc(2025, 1, 1, 0, 0);

    /// <summary>How far the database's clock may be from this machine's without a word.</summary>
    private static readonly Duration WorthTelling = Duration.FromSeconds(2);

    /// <summary>Refuses a clock that was never set, as after a reset of a board without a battery.</summary>
    /// <exception cref="StartException">It shows a time before 2025.</exception>
    public static void Check(TimeProvider time)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (now < Earliest)
        {
            throw new StartException(
                StartFailure.Machine,
                ErrorCodes.ClockWrong,
                $"The clock of this machine shows {now}, which cannot be. Set it, best by NTP, and start the server again."
            );
        }
    }

    /// <summary>What is worth telling of the store's clock, which everything is planned by, beside this machine's; null if they agree.</summary>
    public static string? Difference(Instant store, TimeProvider time)
    {
        var ahead = store - Instant.FromDateTimeOffset(time.GetUtcNow());
        return ahead > WorthTelling ? $"The database's clock is {ahead.TotalSeconds:0.0} s ahead of this machine's"
            : ahead < -WorthTelling ? $"The database's clock is {-ahead.TotalSeconds:0.0} s behind this machine's"
            : null;
    }
}
