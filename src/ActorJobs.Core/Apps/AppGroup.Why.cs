using System.Globalization;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>Explains an open run.</content>
public sealed partial class AppGroup
{
    /// <summary>Why an open run is where it is, and what will move it on.</summary>
    /// <exception cref="Errors.RefusalException"><see cref="Errors.ErrorCodes.RunNotOpen"/>: it has ended, or there is none.</exception>
    public RunWhy Why(RunId id, Moment moment)
    {
        var run = FindOpen(id);
        var wait = ExplainWait(run, moment);
        return run.State switch
        {
            RunState.Scheduled => new RunWhy(run, wait)
            {
                Waits = PauseOf(run) is null ? WaitReason.None : WaitReason.Paused,
                Since = run.Failures > 0 ? null : run.Planned,
                EndsBy = PauseOf(run) is { } pause ? ResumedBy(pause) : "its time comes",
            },
            RunState.Queued => WhyQueued(run, wait, moment),
            _ when IsInstance(run) => new RunWhy(run, wait.Length > 0 ? wait : "it goes on")
            {
                Since = run.StartedAt,
                EndsBy = "its nodes end",
            },
            _ => WhyAtWorker(run, moment),
        };
    }

    private RunWhy WhyQueued(Run run, string wait, Moment moment)
    {
        var pause = PauseOf(run);
        var reason = ReasonOf(run, moment);
        var stands = _ready.Contains(run.Id);
        return new RunWhy(run, wait)
        {
            Waits = reason,
            Since = run.QueuedAt,
            EndsBy = EndOf(reason, pause, run, moment),
            EndsAt = DeadlineOf(run),
            Ahead = stands ? _ready.Ahead(run.Id) : null,
            Rivals = stands && !_ready.IsParked(run.Id) ? _ready.Rivals(run.Id) : 0,
            Candidates = IsInstance(run) ? [] : [.. Candidates(NeedOf(run), moment)],
        };
    }

    /// <summary>What a queued run waits for.</summary>
    private WaitReason ReasonOf(Run run, Moment moment) =>
        PauseOf(run) is not null ? WaitReason.Paused
        : run.Waits == WaitReason.Overlap ? WaitReason.Overlap
        : LimitOf(run, moment) is not WaitReason.None and var limit ? limit
        : WhyNoWorker(NeedOf(run));

    private string EndOf(WaitReason reason, Pause? pause, Run run, Moment moment)
    {
        var end = reason switch
        {
            WaitReason.Paused => ResumedBy(pause!),
            WaitReason.Overlap => "an earlier run of the job ends",
            WaitReason.JobLimit => "a run of the job ends, or its limit perJob is raised",
            WaitReason.KeyLimit => $"a run with key {run.LimitKey} ends, or the limit perKey of the job is raised",
            WaitReason.AppLimit => "a run of the app ends, or the app's limit is raised",
            WaitReason.RateLimit => $"the time of the rate limit passes, at {RateEndOf(run, moment)}",
            WaitReason.NoWorker when _workers.Values.Any(static worker => worker is { State: WorkerState.Online, Drain: not null }) =>
                "a drain ends, or another worker of the app comes online",
            WaitReason.NoWorker => "a worker of the app comes online",
            WaitReason.NoProcessor => $"a worker comes online that offers processor {run.Processor.Name}",
            WaitReason.NoFitWorker => "a worker comes online that is what the job asks for, or the job asks for less",
            _ => "a slot becomes free",
        };
        return PolicyOf(run).Timeouts.Queue is { } queue ? $"{end}; or its queue time-out of {DurationText.InWords(queue)} is over" : end;
    }

    private Instant RateEndOf(Run run, Moment moment)
    {
        var ofJob = _jobs.Find(run.JobId) is { HeldBy: WaitReason.RateLimit, Rate: { } rate } ? rate.FullUntil(moment.Monotonic) : null;
        return moment.Now + ((ofJob ?? AppRateEnd(moment) ?? moment.Monotonic) - moment.Monotonic);
    }

    private static string ResumedBy(Pause pause) =>
        pause.Until is { } until ? $"the pause ends at {until}"
        : pause.IsOfApp ? "the app is resumed"
        : "the job is resumed";

    private RunWhy WhyAtWorker(Run run, Moment moment)
    {
        var holder = HolderOf(run);
        var pulse = _pulses.GetValueOrDefault(run.Id);
        return new RunWhy(run, Summary(run, holder, pulse, moment))
        {
            Since = run.Stop?.At ?? run.StartedAt ?? run.DispatchedAt,
            EndsBy = EndOfAttempt(run, holder),
            EndsAt =
                run.Stop is null && PolicyOf(run).Timeouts.Run is { } limit ? (run.StartedAt ?? run.DispatchedAt) + limit : DeadlineOf(run),
            Holder = holder,
            Pulse = pulse,
        };
    }

    private string EndOfAttempt(Run run, Worker? holder) =>
        holder is not { State: WorkerState.Online }
            ? $"its worker is heard again, or is offline after {Limits.OfflineAfter.TotalSeconds:0} s"
        : run.Stop is not null ? "its worker ends it; if it does not within its grace, the server ends the run without it"
        : $"its processor ends{(PolicyOf(run).Timeouts.Run is { } limit ? $", or its run time-out of {DurationText.InWords(limit)} is over" : "")}; "
            + $"if its worker is lost, {(run.Delivery == Delivery.AtMostOnce ? "it ends as WorkerLost, since it may run at most once" : "another one gets it")}";

    private static string Summary(Run run, Worker? holder, AttemptPulse? pulse, Moment moment)
    {
        if (holder is null)
        {
            return "no worker holds it";
        }

        var attempt = $"attempt {run.Attempt} is with worker {holder.Ref.Id}";
        if (holder.State != WorkerState.Online)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{attempt}, which is lost since {(moment.Monotonic - holder.LastHeard).TotalSeconds:0.0} s ({holder.State}: {holder.Reason})"
            );
        }

        var alive = $"worker alive, pid {(pulse is { Pid: > 0 } own ? own.Pid : holder.Host.Pid)} on {holder.Host.Name}";
        var output = pulse?.LastOutput is { } last ? $"last output at {last}" : "no output so far";
        var progress = pulse?.Progress is { } share ? string.Create(CultureInfo.InvariantCulture, $", {share * 100:0} % done") : "";
        var details = pulse is { Details.Length: > 0 } ? $" ({pulse.Details})" : "";
        var started = run.StartedAt is { } since ? $"running since {since}" : "sent, and not yet accepted";
        var stop = run.Stop is { } wish ? $"; it was asked to end at {wish.At}: {wish.Reason}" : "";
        return $"{attempt}: {started}, {alive}, {output}{progress}{details}{stop}";
    }
}
