namespace ActorJobs.Cluster.Tests.Simulation;

/// <summary>A clock that runs at half the speed of another.</summary>
internal sealed class SlowTime(TimeProvider time) : TimeProvider
{
    private const int Slowness = 2;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp() / Slowness;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, Slow(dueTime), Slow(period));

    private static TimeSpan Slow(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span * Slowness;
}
