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

    /// <summary>Finds when the schedule fires next, and notes it.</summary>
    private void Plan(ScheduleEntry entry, Moment moment)
    {
        entry.Next =
            !entry.IsLive || !entry.Job.Definition.Enabled ? null
            : entry.Schedule is FixedDelaySchedule fixedDelay ? NextAfterRun(entry, fixedDelay, moment)
            : entry.Schedule.NextAfter(entry.Mark.FiredUpTo, entry.Mark.Anchor);
        if (entry.Next is { } next)
        {
            _fires.Add(next, entry);
        }
    }

    /// <summary>A fixed delay knows its next fire time as soon as the run before has ended; until then there is none.</summary>
    private Instant? NextAfterRun(ScheduleEntry entry, FixedDelaySchedule schedule, Moment moment)
    {
        if (entry.Mark.Next is { } known)
        {
            return known;
        }

        if (entry.Mark.Follows is { } run)
        {
            return _runs.Find(run) is null ? schedule.NextAfter(moment.Now, entry.Mark.Anchor) : null;
        }

        return schedule.NextAfter(entry.Mark.FiredUpTo, entry.Mark.Anchor);
    }

    private void FireDueSchedules(Moment moment)
    {
        while (_fires.TryTake(moment.Now, out var time, out var entry))
        {
            if (entry.IsLive && entry.Next == time)
            {
                Fire(entry, moment);
                Plan(entry, moment);
            }
        }
    }

    /// <summary>Deals with every fire time of the job up to now under the definition that is about to change.</summary>
    private void Settle(JobEntry job, Moment moment)
    {
        foreach (var entry in job.Schedules.Where(entry => entry.Next <= moment.Now))
        {
            Fire(entry, moment);
            entry.Next = null;
        }
    }

    private void Fire(ScheduleEntry entry, Moment moment)
    {
        if (entry.Schedule is not TimetableSchedule timetable)
        {
            FireAfterRun(entry, moment);
            return;
        }

        var plan = CatchUp.Plan(timetable, entry.Mark.Anchor, entry.Mark.FiredUpTo, moment.Now, entry.Job.Definition.Misfire);
        foreach (var range in plan.Missed)
        {
            RecordOmitted(entry, range.From, RunState.Missed, new OmittedFires(range.To, range.Count, range.Reason, null), moment);
            _effects.Notice(
                AppNoticeLevel.Warning,
                $"Job {entry.Job.Definition.Name} missed {range.Count} fire(s) of schedule {entry.Schedule.Name} from {range.From} to {range.To}: {range.Reason}"
            );
        }

        foreach (var time in plan.Fire)
        {
            FireOccurrence(entry, time, moment);
        }

        Mark(entry, entry.Mark with { FiredUpTo = moment.Now });
    }

    private void FireOccurrence(ScheduleEntry entry, Instant time, Moment moment)
    {
        var job = entry.Job;
        var overlap = job.Definition.Overlap;
        var mayStart = overlap.Kind == OverlapKind.Allow || job.DueRuns.Count < overlap.Max;
        if (!mayStart && (overlap.Kind == OverlapKind.Skip || (overlap.Kind == OverlapKind.Queue && job.HeldBack.Count >= MaxHeldBack)))
        {
            Skip(entry, time, moment);
            return;
        }

        if (!mayStart && overlap.Kind == OverlapKind.Replace)
        {
            MakeRoom(job, moment);
            mayStart = job.DueRuns.Count < overlap.Max;
        }

        entry.LastSkipped = null;
        var id = RunIdentity.OfOccurrence(_app.Id, job.Id, entry.Schedule.Name, time);
        Begin(NewRun(job, id, new Trigger(TriggerKind.Schedule, entry.Schedule.Name), time), null, mayStart, moment);
    }

    /// <summary>The run of a fixed delay. There is at most one open run of the schedule, so the overlap policy has nothing to say.</summary>
    private void FireAfterRun(ScheduleEntry entry, Moment moment)
    {
        var planned = entry.Next!.Value;
        var id = RunIdentity.OfFollower(_app.Id, entry.Job.Id, entry.Schedule.Name, entry.Mark.Follows, entry.Mark.Anchor, planned);
        Mark(entry, entry.Mark with { FiredUpTo = moment.Now, Follows = id, Next = null });
        Begin(NewRun(entry.Job, id, new Trigger(TriggerKind.Schedule, entry.Schedule.Name), planned), null, mayStart: true, moment);
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
                Mark(entry, entry.Mark with { Next = schedule.NextAfter(moment.Now, entry.Mark.Anchor) });
                Plan(entry, moment);
            }
        }
    }

    private void Skip(ScheduleEntry entry, Instant time, Moment moment)
    {
        var blocker = entry.Job.DueRuns.InOrder.First();
        if (entry.LastSkipped is { Omitted: { } omitted } last && omitted.Blocker == blocker)
        {
            entry.LastSkipped = last with { Omitted = omitted with { To = time, Count = omitted.Count + 1 } };
            _runs.Update(entry.LastSkipped);
            return;
        }

        var reason = $"run {blocker} of the job was still open (overlap policy {PolicyWord(entry.Job.Definition.Overlap.Kind)})";
        entry.LastSkipped = RecordOmitted(entry, time, RunState.Skipped, new OmittedFires(time, 1, reason, blocker), moment);
    }

    private static string PolicyWord(OverlapKind kind) =>
        kind == OverlapKind.Queue ? $"queue, with {MaxHeldBack} fires waiting already" : "skip";

    /// <summary>Ends the oldest run that stands in the way of its successor: at once if it waits, by a stop if it is at a worker.</summary>
    private void MakeRoom(JobEntry job, Moment moment)
    {
        const string reason = "replaced by the next fire (overlap policy replace)";
        foreach (var waiting in job.HeldBack.InOrder.ToList())
        {
            StopOrCancel(_runs.Find(waiting)!, reason, moment);
        }

        var oldest = job.DueRuns.InOrder.Select(id => _runs.Find(id)!).FirstOrDefault(run => run.Stop is null);
        if (oldest is not null)
        {
            StopOrCancel(oldest, reason, moment);
        }
    }

    private Run RecordOmitted(ScheduleEntry entry, Instant first, RunState state, OmittedFires omitted, Moment moment)
    {
        var id = RunIdentity.OfOccurrence(_app.Id, entry.Job.Id, entry.Schedule.Name, first);
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
