using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// What becomes of the fire times that have passed since a schedule was last looked at. Each of them is in exactly one of both lists.
/// </summary>
/// <param name="Fire">Those that get a run, in their order.</param>
/// <param name="Missed">Those that get none, in their order.</param>
public sealed record CatchUpPlan(IReadOnlyList<Instant> Fire, IReadOnlyList<OmittedRange> Missed);

/// <summary>Fire times in a row that get no run, for one reason.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them.</param>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Reason">Why they get no run, in words.</param>
public sealed record OmittedRange(Instant From, Instant To, long Count, string Reason);
