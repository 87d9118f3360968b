using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>Which open runs of an app are meant. What is not said takes any.</summary>
/// <param name="Job">Those of this job, or workflow, by its name.</param>
/// <param name="States">Those that wait in one of these states; empty: in any.</param>
/// <param name="Waits">Those that wait for this.</param>
/// <param name="LimitKey">Those with this key.</param>
/// <param name="From">Those planned at or after.</param>
/// <param name="To">Those planned before.</param>
/// <param name="AtWorkers">Whether runs at workers, and workflow instances that have begun, are meant, too.</param>
public sealed record RunSelection(
    string? Job,
    IReadOnlyCollection<RunState> States,
    WaitReason? Waits,
    string? LimitKey,
    Instant? From,
    Instant? To,
    bool AtWorkers
)
{
    /// <summary>Whether a run is meant. One that is being stopped already is not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pause">That its job is paused, which is what it waits for then.</param>
    public bool Takes(Run run, Pause? pause) =>
        run.Stop is null
        && TakesState(run.State)
        && (Waits is null || Waits == (run.State.IsAtWorker() || pause is null ? run.Waits : WaitReason.Paused))
        && (LimitKey is null || LimitKey == run.LimitKey)
        && !(run.Planned < From)
        && !(run.Planned >= To);

    private bool TakesState(RunState state) => state.IsAtWorker() ? AtWorkers : States.Count == 0 || States.Contains(state);
}

/// <summary>What a clearing has found, or cancelled.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them.</param>
public sealed record ClearedRuns(int Count, IReadOnlyList<RunId> First);
