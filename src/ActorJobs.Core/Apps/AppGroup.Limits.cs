using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>Limits: of runs at workers per app, job and key, and of how many are given to workers in a time.</content>
public sealed partial class AppGroup
{
    private readonly Timetable<Duration, JobEntry> _rateEnds;
    private RateWindow? _appRate;
    private bool _appRateWasFull;

    /// <summary>The limit of the app that lets no more runs go to workers now; none if there is room.</summary>
    private WaitReason AppLimitReached(Moment moment) =>
        AtWorkers >= Settings.Limits.Running ? WaitReason.AppLimit
        : AppRateEnd(moment) is not null ? WaitReason.RateLimit
        : WaitReason.None;

    private Duration? AppRateEnd(Moment moment) => _appRate?.FullUntil(moment.Monotonic);

    /// <summary>Whether the limits of its job let the first run of a line go to a worker; if not, it is out of the way until they may.</summary>
    private bool JobHasRoom(JobEntry? job, JobLine line, Run run, Moment moment)
    {
        if (job is null)
        {
            return true;
        }

        var limits = job.Policy.Limits;
        if (job.AtWorkers >= limits.PerJob)
        {
            Hold(job, WaitReason.JobLimit);
            return false;
        }

        if (job.Rate?.FullUntil(moment.Monotonic) is { } free)
        {
            Hold(job, WaitReason.RateLimit);
            _rateEnds.Add(free, job);
            return false;
        }

        if (run.LimitKey is { } key && job.KeysAtWorkers?.GetValueOrDefault(key) >= limits.PerKey)
        {
            _ready.Park(line, run);
            return false;
        }

        return true;
    }

    private void Hold(JobEntry job, WaitReason reason)
    {
        job.HeldBy = reason;
        _ready.Hold(job.Id);
    }

    /// <summary>The runs of a job may go on, as far as its limits are concerned; the next one that wants to finds out.</summary>
    private void Unhold(JobEntry job)
    {
        job.HeldBy = WaitReason.None;
        _ready.LetGo(job.Id);
        _capacityChanged = true;
    }

    private void EndRateWaits(Moment moment)
    {
        while (_rateEnds.TryTake(moment.Monotonic, out var job))
        {
            Unhold(job);
        }

        var isFull = AppRateEnd(moment) is not null;
        _capacityChanged |= _appRateWasFull && !isFull;
        _appRateWasFull = isFull;
    }

    /// <summary>The run goes to a worker, or is found there.</summary>
    private void CountAtWorker(Run run, int by)
    {
        if (_jobs.Find(run.JobId) is not { } job)
        {
            return;
        }

        job.AtWorkers += by;
        if (run.LimitKey is { } key)
        {
            job.KeysAtWorkers ??= new Dictionary<string, int>(StringComparer.Ordinal);
            var count = job.KeysAtWorkers.GetValueOrDefault(key) + by;
            if (count > 0)
            {
                job.KeysAtWorkers[key] = count;
            }
            else
            {
                job.KeysAtWorkers.Remove(key);
            }
        }
    }

    /// <summary>The run has left its worker: others that waited for that may go on.</summary>
    private void MakeRoomAfter(Run run)
    {
        CountAtWorker(run, -1);
        if (_jobs.Find(run.JobId) is { } job)
        {
            if (job.HeldBy == WaitReason.JobLimit)
            {
                Unhold(job);
            }

            if (run.LimitKey is { } key)
            {
                _ready.Release(job.Id, key);
            }
        }
    }

    private void NoteRate(JobEntry? job, Moment moment)
    {
        job?.Rate?.Note(moment.Monotonic);
        _appRate?.Note(moment.Monotonic);
        _appRateWasFull = AppRateEnd(moment) is not null;
    }

    /// <summary>The policy of a job is another one: what waits is put in order anew.</summary>
    private void Regulate(JobEntry job)
    {
        job.Policy = Settings.Complete(job.Definition.Policy);
        job.Notify = job.Definition.Notify.Over(Settings.Notify);
        var rate = job.Policy.Limits.Rate;
        job.Rate =
            rate is null ? null
            : job.Rate?.Limit == rate ? job.Rate
            : new RateWindow(rate);
        var waiting = job.DueRuns.InOrder.Select(id => _runs.Find(id)!).Where(run => _ready.Contains(run.Id)).ToList();
        foreach (var run in waiting)
        {
            _ready.Remove(run);
        }

        Unhold(job);
        foreach (var run in waiting)
        {
            MakeReady(run);
        }

        foreach (var id in job.DueRuns.InOrder)
        {
            NoteDeadline(_runs.Find(id)!);
        }

        WatchWaitsOf(job);
    }

    private RunPolicy PolicyOf(Run run) => _jobs.Find(run.JobId)?.Policy ?? _policyWithoutJob;
}
