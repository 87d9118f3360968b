using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>From a schedule's fire time to a run, or to the record of why there is none.</content>
public sealed partial class AppGroup
{
    /// <summary>How many fires the overlap policy <see cref="OverlapKind.Queue"/> keeps for one job; further ones are skipped, and recorded.</summary>
    public const int MaxHeldBack = 1000;

    /// <summary>The mark of a schedule that starts now. Fire times are whole milliseconds, so the store, which cuts off what is finer than a
    /// microsecond, keeps the grid.</summary>
    /// <param name="before">How far a schedule of that name of the job has fired: the new one does not fire at such a time again, whatever the clock says.</param>
    /// <param name="moment">Now.</param>
    private static ScheduleMark NewMark(ScheduleMark? before, Moment moment)
    {
        return new ScheduleMark(WholeMilliseconds(moment.Now), Latest(before, moment), null, null);
    }

    private static Instant WholeMilliseconds(Instant time) => Instant.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static Instant Latest(ScheduleMark? before, Moment moment) =>
        before is { } mark ? Instant.Max(mark.FiredUpTo, moment.Now) : moment.Now;

    /// <summary>Finds when the schedule fires next, and notes it.</summary>
    private void Plan(ScheduleEntry entry, Moment moment)
    {
        entry.Next =
            !entry.IsLive || !entry.Job.Definition.Enabled || PauseOf(entry.Job) is not null ? null
            : entry.Schedule is FixedDelaySchedule fixedDelay ? NextAfterRun(entry, fixedDelay, moment)
            : entry.Schedule.NextAfter(entry.Mark.FiredUpTo, entry.Mark.Anchor);
        if (entry.Next is { } next)
        {
            _fires.Add(next, entry);
        }
    }

    /// <summary>A fixed delay knows its next fire time as soon as the run before has ended; until then there is none. It is stored, or it would begin anew with
    /// each owner of the app.</summary>
    private Instant? NextAfterRun(ScheduleEntry entry, FixedDelaySchedule schedule, Moment moment)
    {
        var isOpen = entry.Mark.Follows is { } run && _runs.Find(run) is not null;
        if (entry.Mark.Next is null && !isOpen && schedule.DueAfter(moment.Now) is { } due)
        {
            Mark(entry, entry.Mark with { Next = due });
        }

        return entry.NextAfterRun;
    }

    private void FireDueSchedules(Moment moment)
    {
        while (_fires.TryTake(moment.Now, out var entry))
        {
            Fire(entry, moment);
            Plan(entry, moment);
        }
    }

    /// <summary>Deals with every fire time of the job up to now under the definition that is about to change.</summary>
    private void Settle(JobEntry job, Moment moment)
    {
        if (PauseOf(job) is { } pause)
        {
            RecordPaused(job, pause, moment.Now, moment);
            return;
        }

        foreach (var entry in job.Schedules.Where(entry => entry.Next <= moment.Now))
        {
            Fire(entry, moment);
            entry.Next = null;
        }
    }

    private void Fire(ScheduleEntry entry, Moment moment)
    {
        switch (entry.Schedule)
        {
            case TimetableSchedule timetable:
                FireTimetable(entry, timetable, moment);
                break;
            case FixedDelaySchedule fixedDelay:
                FireAfterRun(entry, fixedDelay, moment);
                break;
        }
    }

    private void FireTimetable(ScheduleEntry entry, TimetableSchedule timetable, Moment moment)
    {
        var plan = CatchUp.Plan(timetable, entry.Mark.Anchor, entry.Mark.FiredUpTo, moment.Now, entry.Job.Definition.Misfire);
        foreach (var range in plan.Missed)
        {
            entry.LastSkipped = null;
            var id = RunIdentity.OfOccurrence(_app.Id, entry.Job.Id, entry.Schedule.Name, range.From);
            RecordOmitted(entry, id, range.From, RunState.Missed, new OmittedFires(range.To, range.Count, range.Reason, null), moment);
            _effects.Notice(
                AppNoticeLevel.Warning,
                $"Job {entry.Job.Definition.Name} missed {range.Count} fire(s) of schedule {entry.Schedule.Name} from {range.From} to {range.To}: {range.Reason}"
            );
        }

        foreach (var time in plan.Fire)
        {
            StartOrSkip(entry, RunIdentity.OfOccurrence(_app.Id, entry.Job.Id, entry.Schedule.Name, time), time, moment);
        }

        Mark(entry, entry.Mark with { FiredUpTo = moment.Now });
    }

    /// <summary>A fixed delay follows its run; a fire that was skipped has none, and the delay begins anew at once.</summary>
    private void FireAfterRun(ScheduleEntry entry, FixedDelaySchedule schedule, Moment moment)
    {
        var planned = entry.Next!.Value;
        var id = RunIdentity.OfFollower(_app.Id, entry.Job.Id, entry.Schedule.Name, entry.Mark.Follows, entry.Mark.Anchor, planned);
        StartOrSkip(entry, id, planned, moment);
        var fired = entry.Mark with { FiredUpTo = moment.Now, Follows = id, Next = null };
        Mark(entry, entry.LastSkipped is { } skipped ? fired with { Follows = skipped.Id, Next = schedule.DueAfter(moment.Now) } : fired);
    }

    /// <summary>A fire gets its run, or the record of why the overlap policy leaves it out.</summary>
    private void StartOrSkip(ScheduleEntry entry, RunId id, Instant time, Moment moment)
    {
        var job = entry.Job;
        var overlap = job.Definition.Overlap;
        if (overlap.Kind == OverlapKind.Replace)
        {
            MakeRoom(job, moment);
        }

        var mayStart = overlap.Kind == OverlapKind.Allow || job.DueRuns.Count < overlap.Max;
        if (!mayStart && (overlap.Kind == OverlapKind.Skip || (overlap.Kind == OverlapKind.Queue && job.HeldBack.Count >= MaxHeldBack)))
        {
            Skip(entry, id, time, moment);
            return;
        }

        entry.LastSkipped = null;
        var run = NewRun(job, id, new Trigger(TriggerKind.Schedule, entry.Schedule.Name), time);
        if (mayStart && entry.Schedule.StartOf(id, time) is var start && start > moment.Now)
        {
            Delay(job, run, null, start);
        }
        else
        {
            Begin(job, run, null, mayStart, moment);
        }
    }

    /// <summary>If the ended run was the last one of a fixed delay, the next fire time is known now.</summary>
    private void FollowUp(Run ended, Moment moment)
    {
        if (ended.Trigger.Kind != TriggerKind.Schedule || _jobs.Find(ended.JobId) is not { } job)
        {
            return;
        }

        foreach (var entry in job.Schedules)
        {
            if (entry.Schedule is FixedDelaySchedule schedule && entry.Mark.Follows == ended.Id)
            {
                Mark(entry, entry.Mark with { Next = schedule.DueAfter(moment.Now) });
                Plan(entry, moment);
            }
        }
    }

    private void Skip(ScheduleEntry entry, RunId id, Instant time, Moment moment)
    {
        var blocker = entry.Job.DueRuns.First;
        if (entry.LastSkipped is { Omitted: { } omitted } last && omitted.Blocker == blocker)
        {
            entry.LastSkipped = last with { Omitted = omitted with { To = time, Count = omitted.Count + 1 } };
            _runs.Update(entry.LastSkipped);
            return;
        }

        var reason = $"run {blocker} of the job was still open (overlap policy {PolicyWord(entry.Job.Definition.Overlap.Kind)})";
        entry.LastSkipped = RecordOmitted(entry, id, time, RunState.Skipped, new OmittedFires(time, 1, reason, blocker), moment);
    }

    private static string PolicyWord(OverlapKind kind) =>
        kind == OverlapKind.Queue ? $"queue, with {MaxHeldBack} fires waiting already" : "skip";

    /// <summary>Ends the oldest runs that stand in the way of their successor: at once if they wait, by a stop if they are at a worker. Those that are being stopped
    /// make room already.</summary>
    private void MakeRoom(JobEntry job, Moment moment)
    {
        var staying = job.DueRuns.InOrder.Where(id => _runs.Find(id)!.Stop is null).ToList();
        foreach (var id in staying.SkipLast(job.Definition.Overlap.Max - 1))
        {
            StopOrCancel(_runs.Find(id)!, new StopWish("replaced by the next fire (overlap policy replace)", moment.Now), moment);
        }
    }

    private Run RecordOmitted(ScheduleEntry entry, RunId id, Instant first, RunState state, OmittedFires omitted, Moment moment)
    {
        var record = NewRun(entry.Job, id, new Trigger(TriggerKind.Schedule, entry.Schedule.Name), first) with
        {
            State = state,
            Omitted = omitted,
            EndedAt = moment.Now,
        };
        _runs.Insert(record, null);
        return record;
    }

    private void Mark(ScheduleEntry entry, ScheduleMark mark)
    {
        entry.Mark = mark;
        _effects.Write(new ScheduleWritten(entry.Job.Id, entry.Schedule.Name, mark));
    }
}
