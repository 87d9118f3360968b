using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>The scan for runs that nothing would ever move again. At the end of a turn every open run has a due time to come, a worker that is known to hold it, a
/// place in a queue, or a job that is paused; one that has none of them is a defect, of this program or of what the store holds, and is told.</content>
public sealed partial class AppGroup
{
    /// <summary>How many stuck runs are kept; there should be none.</summary>
    public const int MostStuck = 1000;

    /// <summary>How many runs one turn looks at: about a millisecond.</summary>
    private const int ScannedAtOnce = 10_000;

    private static readonly Duration ScanEvery = Duration.FromMinutes(2);

    private readonly Dictionary<RunId, StuckRun> _stuck = [];
    private IReadOnlyList<StuckRun> _stuckShown = [];
    private Duration? _nextScan;
    private int _scanned;

    private Duration? NextScan => _runs.Count > 0 ? _nextScan : null;

    private void LookForStuckRuns(Moment moment)
    {
        if (moment.Monotonic < _nextScan)
        {
            return;
        }

        foreach (var id in _stuck.Keys.Where(id => _runs.Find(id) is not { } run || WhyStuck(run, moment) is null).ToList())
        {
            _stuck.Remove(id);
        }

        var slice = _runs.Open.Skip(_scanned).Take(ScannedAtOnce).ToList();
        var found = slice.Where(run => IsNewlyStuck(run, moment)).ToList();
        if (found.Count > 0)
        {
            var first = _stuck[found[0].Id];
            _effects.Notice(AppNoticeLevel.Warning, $"App {_app.Name} has {found.Count} run(s) that nothing will move; the first: {first}");
        }

        _stuckShown = [.. _stuck.Values];
        _scanned = slice.Count == ScannedAtOnce ? _scanned + slice.Count : 0;
        _nextScan = moment.Monotonic + (_scanned > 0 ? Tick : ScanEvery);
    }

    private bool IsNewlyStuck(Run run, Moment moment) =>
        _stuck.Count < MostStuck
        && WhyStuck(run, moment) is { } why
        && _stuck.TryAdd(run.Id, new StuckRun(run.Id, run.JobName, run.State, why));

    private void NoteMoved(Run run)
    {
        if (_stuck.Remove(run.Id))
        {
            _stuckShown = [.. _stuck.Values];
        }
    }

    /// <summary>Why nothing would move the run, in words; null if something will.</summary>
    private string? WhyStuck(Run run, Moment moment) =>
        run.State switch
        {
            RunState.Scheduled => run.Due <= moment.Now ? $"it was due at {run.Due}, and was not queued" : null,
            RunState.Queued when run.Waits == WaitReason.Overlap => WhyHeldBackForEver(run),
            RunState.Queued when PauseOf(run) is not null => null,
            _ when IsInstance(run) => WhyInstanceIsStuck(run),
            RunState.Queued => _ready.Contains(run.Id) ? null : "it waits for a slot, and stands in no queue",
            _ => WhyNeverReported(run),
        };

    private string? WhyHeldBackForEver(Run run) =>
        _jobs.Find(run.JobId) is not { } job || !job.HeldBack.Contains(run.Id)
            ? "it waits for an earlier run of its job, which does not know of it"
        : job.DueRuns.Count > job.HeldBack.Count ? null
        : "it waits for an earlier run of its job, and none is open";

    private string? WhyNeverReported(Run run) =>
        HolderOf(run) is not { } worker || !worker.Holds(run.Id) ? "no worker holds it"
        : worker.State == WorkerState.Offline ? $"worker {worker.Ref.Id}, which held it, is offline"
        : worker.State == WorkerState.Online && NeedsCheck(run) && !_nextChecks.ContainsKey(run.Id)
            ? $"worker {worker.Ref.Id} holds it, has not answered, and is not asked again"
        : null;

    private static bool NeedsCheck(Run run) => run is { State: RunState.Dispatched } or { State: RunState.Stopping };
}

/// <summary>An open run that nothing would ever move again.</summary>
/// <param name="Run">Which.</param>
/// <param name="Job">The name of its job.</param>
/// <param name="State">Where it is.</param>
/// <param name="Why">What it lacks, in words.</param>
public sealed record StuckRun(RunId Run, string Job, RunState State, string Why)
{
    /// <summary>As a person reads it.</summary>
    public override string ToString() => $"run {Run} of job {Job} is {State}, but {Why}";
}
