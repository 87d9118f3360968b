using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <content>Why runs wait, from what dispatch decides by.</content>
public sealed partial class AppGroup
{
    /// <summary>Workers that are named in one sentence, at most.</summary>
    private const int MostNamed = 20;

    private void NoteWaitReasons(Moment moment)
    {
        var reasons = new Dictionary<RunNeed, WaitReason>();
        foreach (var id in _newlyQueued)
        {
            if (_runs.Find(id) is { State: RunState.Queued, Waits: WaitReason.None } run)
            {
                _runs.Update(run with { Waits = WhyWaits(run, reasons, moment) });
                NoteWait(run);
            }
        }

        _newlyQueued.Clear();
    }

    private WaitReason WhyWaits(Run run, Dictionary<RunNeed, WaitReason> known, Moment moment)
    {
        if (LimitOf(run, moment) is var limit and not WaitReason.None)
        {
            return limit;
        }

        var need = NeedOf(run);
        if (!known.TryGetValue(need, out var reason))
        {
            known.Add(need, reason = WhyNoWorker(need));
        }

        return reason;
    }

    /// <summary>The limit that a run waits for; none if it waits for none.</summary>
    private WaitReason LimitOf(Run run, Moment moment) =>
        _ready.IsParked(run.Id) ? WaitReason.KeyLimit
        : _jobs.Find(run.JobId) is { HeldBy: not WaitReason.None and var held } ? held
        : AppLimitReached(moment);

    private WaitReason WhyNoWorker(in RunNeed need)
    {
        var reason = WaitReason.NoWorker;
        foreach (var worker in _workers.Values)
        {
            var found = WorkerFitness.Unsuited(worker, need) switch
            {
                Misfit.None => WaitReason.NoFreeSlot,
                Misfit.Connecting or Misfit.Suspect or Misfit.Offline or Misfit.Draining => WaitReason.NoWorker,
                Misfit.Processor => WaitReason.NoProcessor,
                _ => WaitReason.NoFitWorker,
            };

            // The reasons stand in the order in which a worker comes nearer to the run.
            reason = found > reason ? found : reason;
        }

        return reason;
    }

    private string ExplainWait(Run run, Moment moment) =>
        run switch
        {
            { State: RunState.Scheduled } when PauseOf(run) is { } pause => $"{InWords(run, pause)}; due at {run.Due}",
            { State: RunState.Scheduled, Failures: > 0 } => $"it has failed {run.Failures} time(s), and is tried again at {run.Due}",
            { State: RunState.Scheduled, Trigger.Kind: TriggerKind.Schedule } =>
                $"its schedule fired at {run.Planned}, and its jitter lets it start at {run.Due}",
            { State: RunState.Scheduled } => $"due at {run.Due}",
            { State: RunState.Queued } when PauseOf(run) is { } pause => InWords(run, pause),
            { State: RunState.Queued, Waits: WaitReason.Overlap } =>
                $"an earlier run of job {run.JobName} is still open, and the overlap policy lets this one start after it",
            { State: RunState.Queued } => ExplainLimit(run, moment) ?? ExplainWorkers(NeedOf(run), moment),
            _ when _instances.TryGetValue(run.Id, out var instance) => ExplainInstance(instance, moment),
            _ => "",
        };

    private string InWords(Run run, Pause pause) => BothPausesOf(run) is var (own, ofApp) ? $"{own}; {ofApp}" : $"{pause}";

    /// <summary>The limit that a run waits for, in words; null if it waits for none.</summary>
    private string? ExplainLimit(Run run, Moment moment)
    {
        var job = _jobs.Find(run.JobId);
        var limits = job?.Policy.Limits;
        return LimitOf(run, moment) switch
        {
            WaitReason.KeyLimit =>
                $"{job!.KeysAtWorkers!.GetValueOrDefault(run.LimitKey!)} run(s) of job {run.JobName} with key {run.LimitKey} are at workers, "
                    + $"and its limit perKey is {limits!.PerKey}",
            WaitReason.JobLimit => $"{job!.AtWorkers} run(s) of job {run.JobName} are at workers, and its limit perJob is {limits!.PerJob}",
            WaitReason.AppLimit =>
                $"{AtWorkers} run(s) of app {_app.Name} are at workers, and its limit running is {Settings.Limits.Running}",
            WaitReason.RateLimit when job?.HeldBy == WaitReason.RateLimit =>
                $"job {run.JobName} has started as many runs as its rate limit {limits!.Rate} allows",
            WaitReason.RateLimit => $"app {_app.Name} has started as many runs as its rate limit {Settings.Limits.Rate} allows",
            _ => null,
        };
    }

    /// <summary>One sentence for the whole, then one clause a worker.</summary>
    private string ExplainWorkers(RunNeed need, Moment moment)
    {
        if (_workers.Count == 0)
        {
            return "no worker of the app is connected";
        }

        var clauses = Candidates(need, moment).Take(MostNamed).Select(static candidate => $"{candidate.Worker}: {candidate.Text}");
        var rest = _workers.Count > MostNamed ? $"; and {_workers.Count - MostNamed} more" : "";
        return $"no worker can take it now ({string.Join("; ", clauses)}{rest})";
    }

    /// <summary>All workers by id, each with the reason why it does not take a run with this need.</summary>
    private IEnumerable<WhyCandidate> Candidates(RunNeed need, Moment moment)
    {
        var restriction = Restrict(need);
        foreach (var worker in _workers.Values.OrderBy(static worker => worker.Ref.Id, StringComparer.Ordinal))
        {
            var misfit = WorkerFitness.Unsuited(worker, need);
            misfit = misfit == Misfit.None ? restriction.Forbids(worker) : misfit;
            misfit = misfit == Misfit.None ? WorkerFitness.WithoutRoom(worker, moment.Monotonic) : misfit;
            yield return new WhyCandidate(worker.Ref.Id, misfit, WorkerFitness.InWords(misfit, worker, need, moment.Monotonic));
        }
    }
}
