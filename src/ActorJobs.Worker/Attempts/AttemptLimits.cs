namespace ActorJobs.Worker.Attempts;

/// <summary>The bounds of what a ledger holds.</summary>
/// <param name="Slots">How many attempts at once.</param>
/// <param name="KillGrace">How long an attempt may go on after it was asked to end, where the server names no other time.</param>
/// <param name="KillWait">How long killing may take before the attempt is given up.</param>
internal sealed record AttemptLimits(int Slots, TimeSpan KillGrace, TimeSpan KillWait);
