namespace ActorJobs.Actors;

/// <summary>Pauses that double from the first to the longest.</summary>
/// <param name="first">Above zero.</param>
/// <param name="longest">Not below the first.</param>
public sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _tries;

    /// <summary>The pause after so many failures in a row, from 1.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var ticks = first.Ticks * Math.Pow(2, failures - 1);
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }

    /// <summary>The next pause.</summary>
    public TimeSpan Next() => After(++_tries, first, longest);

    /// <summary>Something went well: the next pause is the first again.</summary>
    public void Reset() => _tries = 0;
}
