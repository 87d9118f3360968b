using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>
/// Deadlines of runs: how long they may wait, how long their worker may take to end them, and how long they may give no sign of life. That an attempt has run for too
/// long is its worker's to see; the server's own limit comes after a grace, for a worker that does not.
/// </content>
public sealed partial class AppGroup
{
    /// <summary>How much later than the worker should have done it the server itself ends an attempt.</summary>
    public static readonly Duration BackstopGrace = Duration.FromSeconds(15);

    private readonly Timetable<Instant, RunId> _deadlines;

    /// <summary>For attempts of jobs with a silence guard: when there was the last sign of life.</summary>
    private readonly Dictionary<RunId, Duration> _guarded = [];

    /// <summary>What workers tell of the attempts that they run.</summary>
    private readonly Dictionary<RunId, AttemptPulse> _pulses = [];

    /// <summary>The instant at which something has to be done about the run as it is now; null if there is none.</summary>
    private Instant? DeadlineOf(Run run)
    {
        if (IsInstance(run))
        {
            return null;
        }

        var timeouts = PolicyOf(run).Timeouts;
        var kill = timeouts.Kill ?? RunTimeouts.UsualKill;
        return run switch
        {
            { State: RunState.Queued, QueuedAt: { } since } => since + timeouts.Queue,
            { Stop: { } wish } when run.State.IsAtWorker() => wish.At + kill + BackstopGrace,
            { DispatchedAt: { } dispatched } when run.State.IsAtWorker() => (run.StartedAt ?? dispatched)
                + timeouts.Run
                + kill
                + BackstopGrace,
            _ => null,
        };
    }

    private void NoteDeadline(Run run)
    {
        if (DeadlineOf(run) is { } deadline)
        {
            _deadlines.Add(deadline, run.Id);
        }
    }

    private void EndOverdueRuns(Moment moment)
    {
        while (_deadlines.TryTake(moment.Now, out var id))
        {
            var run = _runs.Find(id)!;
            var timeouts = PolicyOf(run).Timeouts;
            if (run.State == RunState.Queued)
            {
                var waited =
                    $"It waited for {DurationText.InWords(timeouts.Queue!.Value)}, its queue time-out: {ExplainWait(run, moment)}.";
                End(run with { State = RunState.Expired }, moment, failure: new Failure("Expired", waited, "", []));
            }
            else if (run.Stop is null)
            {
                var limit = DurationText.InWords(timeouts.Run!.Value);
                StopOrCancel(run, new StopWish($"it ran for longer than {limit}, its run time-out", moment.Now, RunState.TimedOut), moment);
            }
            else if (HolderOf(run) is not { State: WorkerState.Connecting or WorkerState.Suspect })
            {
                // One that is away is heard again, or will be offline; either ends the run.
                Abandon(run, run.Stop, moment);
            }
        }
    }

    /// <summary>A stop that the worker has not carried out in time: the run ends without it. The attempt counts no more, uses a slot until it ends, and is told to
    /// stop again and again.</summary>
    private void Abandon(Run run, StopWish wish, Moment moment)
    {
        var holder = HolderOf(run);
        var text = $"Worker {run.Worker?.Id} did not confirm the end of the attempt within its grace. It was to stop: {wish.Reason}.";
        _effects.Notice(AppNoticeLevel.Warning, $"Run {run.Id} of app {_app.Name} ends as {wish.End}. {text}");
        End(run with { State = wish.End }, moment, failure: new Failure($"{wish.End}", text, "", []));
        if (holder is { State: not WorkerState.Offline })
        {
            holder.Leftovers.Add(AttemptOf(run));
            _leftovers[AttemptOf(run)] = holder;
        }
    }

    /// <summary>What a worker tells of an attempt: it lives, and perhaps has gone on.</summary>
    private void Pulse(AttemptPulse pulse, Moment moment)
    {
        if (Current(pulse.Attempt) is { } run)
        {
            _pulses[run.Id] = pulse;
            if (_guarded.ContainsKey(run.Id))
            {
                _guarded[run.Id] = moment.Monotonic;
            }
        }
    }

    private void Guard(Run run, Moment moment)
    {
        if (PolicyOf(run).Timeouts.Silence is not null)
        {
            _guarded[run.Id] = moment.Monotonic;
        }
    }

    /// <summary>Ends attempts of which there was no sign of life for too long, though their worker is heard, and tells of others.</summary>
    private void EndSilentAttempts(Moment moment)
    {
        foreach (var (id, heard) in _guarded.ToList())
        {
            if (
                _runs.Find(id) is { Stop: null } run
                && PolicyOf(run).Timeouts.Silence is { } silence
                && moment.Monotonic - heard > silence
                && HolderOf(run) is { State: WorkerState.Online, Load: not null }
            )
            {
                var reason = $"there was no sign of life of it for {DurationText.InWords(silence)}, its silence time-out";
                StopOrCancel(run, new StopWish(reason, moment.Now, RunState.TimedOut), moment);
            }
        }
    }
}
