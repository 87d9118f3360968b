namespace ActorJobs.Benchmarks;

/// <summary>How long it took to submit the runs of a round, and then to do them all.</summary>
internal sealed record DrainTimes(TimeSpan Submit, TimeSpan Drain);

/// <summary>Takes <see cref="DrainTimes"/>.</summary>
internal sealed class DrainTimer
{
    private long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _submit;

    /// <summary>All runs are submitted, and the drain begins.</summary>
    public void Submitted()
    {
        _submit = TimeProvider.System.GetElapsedTime(_started);
        _started = TimeProvider.System.GetTimestamp();
    }

    /// <summary>All runs have ended.</summary>
    public DrainTimes Drained() => new(_submit, TimeProvider.System.GetElapsedTime(_started));
}
