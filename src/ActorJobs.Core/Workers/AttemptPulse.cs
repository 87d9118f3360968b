using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>A sign of life of an attempt, from its worker.</summary>
/// <param name="Attempt">Which.</param>
/// <param name="Pid">Of the process of its own; 0: it runs in the worker's.</param>
/// <param name="LastOutput">By the worker's wall clock; null: none yet.</param>
/// <param name="Progress">0 to 1; null: not told.</param>
/// <param name="Details">In the processor's words; may be empty.</param>
public sealed record AttemptPulse(AttemptRef Attempt, int Pid, Instant? LastOutput, double? Progress, string Details);
