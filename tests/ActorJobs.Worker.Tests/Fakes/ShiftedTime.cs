namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>The system's clock, set wrongly.</summary>
internal sealed class ShiftedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
