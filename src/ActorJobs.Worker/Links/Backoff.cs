namespace ActorJobs.Worker.Links;

/// <summary>How long to wait before the next round over the servers: longer each time, up to a limit, and never the same for all workers of a fleet.</summary>
internal sealed class Backoff(WorkerTimings timings, Func<double> chance)
{
    private const int Doublings = 20;

    /// <summary>The pause before a round.</summary>
    /// <param name="failedRounds">How many rounds failed in a row; 0 after a session that stood.</param>
    /// <returns>Between half of the pause and the whole; after a session that stood, at most half of the first one.</returns>
    public TimeSpan Pause(int failedRounds)
    {
        if (failedRounds is 0)
        {
            return timings.FirstPause * (0.5 * chance());
        }
        return Doubled(timings.FirstPause, failedRounds, timings.LongestPause);
    }

    /// <summary>The pause after a refusal that only a change can lift.</summary>
    /// <param name="refusals">How many of them in a row; 1 or more.</param>
    /// <returns>Between half of the pause and the whole.</returns>
    public TimeSpan PauseAfterFinalRefusal(int refusals) =>
        Doubled(timings.FirstPauseAfterFinalRefusal, refusals, timings.LongestPauseAfterFinalRefusal);

    private TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Min(times - 1, Doublings));
        return (pause < longest ? pause : longest) * (0.5 + (0.5 * chance()));
    }
}
