namespace ActorJobs.Actors;

/// <summary>The limits of every actor of a system.</summary>
public sealed record ActorSettings
{
    /// <summary>The most messages of one turn; 1 or more.</summary>
    public int BatchLimit { get; init; } = 1_000;

    /// <summary>The most messages that wait for one actor; 1 or more. Beyond it asks are refused with <see cref="EntityUnavailableException"/>,
    /// tells are dropped and counted.</summary>
    public int MailboxLimit { get; init; } = 100_000;

    /// <summary>The most turns of one actor whose commits are under way; 1 or more. Beyond it the next turn waits, and takes a larger batch.</summary>
    public int TurnsUnderWayLimit { get; init; } = 64;

    /// <summary>After how many failed turns a message is set aside as poison; 1 or more. An exception and a rolled back commit count, a turn
    /// discarded because of an earlier one does not.</summary>
    public int PoisonAfter { get; init; } = 3;

    /// <summary>The first pause before an actor that failed is loaded again; it doubles with each further failure. Above zero.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such pause; not below <see cref="InitialBackoff"/>, at most a day.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">A limit is outside its range; the message names it.</exception>
    internal static void Validate(ActorSettings settings)
    {
        Require(settings.BatchLimit >= 1, nameof(BatchLimit), "1 or more", settings.BatchLimit);
        Require(settings.MailboxLimit >= 1, nameof(MailboxLimit), "1 or more", settings.MailboxLimit);
        Require(settings.TurnsUnderWayLimit >= 1, nameof(TurnsUnderWayLimit), "1 or more", settings.TurnsUnderWayLimit);
        Require(settings.PoisonAfter >= 1, nameof(PoisonAfter), "1 or more", settings.PoisonAfter);
        Require(settings.InitialBackoff > TimeSpan.Zero, nameof(InitialBackoff), "above zero", settings.InitialBackoff);
        Require(
            settings.MaxBackoff >= settings.InitialBackoff && settings.MaxBackoff <= TimeSpan.FromDays(1),
            nameof(MaxBackoff),
            $"from {nameof(InitialBackoff)} to a day",
            settings.MaxBackoff
        );
    }

    /// <summary>The pause after so many failures in a row, from 1.</summary>
    internal TimeSpan BackoffAfter(int failures) => Backoff.After(failures, InitialBackoff, MaxBackoff);

    private static void Require(bool isRight, string setting, string range, object found)
    {
        if (!isRight)
        {
            throw new ArgumentException($"{setting} must be {range}, and is {found}.", nameof(setting));
        }
    }
}
