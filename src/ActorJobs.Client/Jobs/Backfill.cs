using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Jobs;

/// <summary>A past period for whose fire times runs are asked for.</summary>
/// <param name="From">The first fire time may be this.</param>
/// <param name="To">The last is before it.</param>
/// <param name="Schedule">Of this schedule only; null: of all.</param>
/// <param name="Max">How many runs are made at most, 1 to 1 000; null: 1 000.</param>
/// <param name="DryRun">Whether it is only told which; null: they are made.</param>
public sealed record BackfillRequest(DateTimeOffset From, DateTimeOffset To, string? Schedule = null, int? Max = null, bool? DryRun = null);

/// <summary>What a request for runs of a past period has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Count">How many fire times the period has.</param>
/// <param name="Items">One for each of the first of them, up to the most that was asked for.</param>
public sealed record Backfill(bool DryRun, long Count, IReadOnlyList<BackfillItem> Items);

/// <summary>A fire time of a past period, and its run.</summary>
/// <param name="Schedule">The schedule that fires then.</param>
/// <param name="Planned">The fire time.</param>
/// <param name="Id">The run; null in a dry run.</param>
/// <param name="State">Its state.</param>
/// <param name="Problem">Why there is no run.</param>
public sealed record BackfillItem(string Schedule, DateTimeOffset Planned, Guid? Id, RunState? State, RunBatchProblem? Problem);
