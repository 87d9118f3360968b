namespace ActorJobs.Worker.Attempts;

/// <summary>How far an attempt is, in its processor's words.</summary>
/// <param name="Fraction">0 to 1; below 0: the processor has not told.</param>
/// <param name="Details">What is done now, or nothing.</param>
internal sealed record AttemptProgress(double Fraction, string Details)
{
    /// <summary>Nothing was told.</summary>
    public static AttemptProgress Unknown { get; } = new(-1, "");
}
