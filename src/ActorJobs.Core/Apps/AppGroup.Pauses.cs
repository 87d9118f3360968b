using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>Jobs that are paused, each by itself or with the app: their schedules do not fire, and none of their runs is given to a worker. Those that a worker was
/// given before, and workflow instances that have begun, go on to their end. A job with a pause of its own is held by that one, and by the app's if that lasts
/// longer.</content>
public sealed partial class AppGroup
{
    private readonly Timetable<Instant, JobEntry> _pauseEnds = new((time, job) => job.Pause?.Until == time);

    /// <summary>Pauses a job: from the commit on nothing of it is dispatched. One that is paused already stays so since then, for the reason
    /// and as long as is said now.</summary>
    /// <param name="name">Which.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="note">Why, in his words; null if he does not say.</param>
    /// <param name="until">When it goes on by itself, in whole milliseconds; null: never.</param>
    /// <param name="moment">Now.</param>
    /// <param name="expected">The job that the user saw.</param>
    /// <returns>Its id and version.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.VersionConflict"/>; <see cref="ErrorCodes.OutOfRange"/>: the pause
    /// would be over already.</exception>
    public SavedJob PauseJob(string name, string by, string? note, Instant? until, Moment moment, ExpectedJob expected = default)
    {
        var job = FindJob(name);
        expected.RefuseOther(job.Definition.Name, job.Id, job.Version);
        RefusePast(until, moment);
        if (job.Pause is null)
        {
            SettleUpToNow(job, moment);
        }

        Pause(job, new Pause(by, job.Pause?.Since ?? WholeMilliseconds(moment.Now), note, until));
        _effects.Write(new JobPauseWritten(job.Id, job.Pause));
        HoldBack(job, moment);
        return new SavedJob(job.Id, job.Version);
    }

    /// <summary>Pauses all jobs of the app, also those that are made later: from the commit on nothing is dispatched. If it is paused already, it stays so since
    /// then, for the reason and as long as is said now.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="note">Why, in his words; null if he does not say.</param>
    /// <param name="until">When it goes on by itself, in whole milliseconds; null: never.</param>
    /// <param name="moment">Now.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.OutOfRange"/>: the pause would be over already.</exception>
    public void PauseApp(string by, string? note, Instant? until, Moment moment)
    {
        RefusePast(until, moment);
        if (Holds.Pause is null)
        {
            foreach (var job in JobsWithoutPause)
            {
                SettleUpToNow(job, moment);
            }
        }

        Hold(Holds with { Pause = new Pause(by, Holds.Pause?.Since ?? WholeMilliseconds(moment.Now), note, until) { IsOfApp = true } });
        foreach (var job in JobsWithoutPause)
        {
            HoldBack(job, moment);
        }

        foreach (var run in RunsWithoutJob)
        {
            _ready.Remove(run);
        }
    }

    /// <summary>Lets a paused app go on: runs that wait at once, schedules from now on. A job that has a pause of its own stays paused. Does nothing if the app is not
    /// paused.</summary>
    public void ResumeApp(Moment moment)
    {
        if (Holds.Pause is not null)
        {
            EndAppPause(moment.Now, moment);
        }
    }

    /// <summary>Lets a paused job go on: its runs that wait at once, its schedules from now on. Does nothing if it is not paused.</summary>
    /// <param name="name">Which.</param>
    /// <param name="moment">Now.</param>
    /// <param name="expected">The job that the user saw.</param>
    /// <returns>Its id and version.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.VersionConflict"/>.</exception>
    public SavedJob ResumeJob(string name, Moment moment, ExpectedJob expected = default)
    {
        var job = FindJob(name);
        expected.RefuseOther(job.Definition.Name, job.Id, job.Version);
        if (job.Pause is not null)
        {
            EndPause(job, moment.Now, moment);
        }

        return new SavedJob(job.Id, job.Version);
    }

    /// <summary>The job is paused, as the store has it or is about to.</summary>
    private void Pause(JobEntry job, Pause? pause)
    {
        job.Pause = pause;
        if (pause?.Until is { } until)
        {
            _pauseEnds.Add(until, job);
        }
    }

    /// <summary>Ends the pauses whose time has come, the earliest first, each as of its time: a fire at it, or missed after it, is none of the pause.</summary>
    private void EndDuePauses(Moment moment)
    {
        while (NextPauseEnd is { } until && until <= moment.Now)
        {
            if (Holds.Pause is { } ofApp && ofApp.Until == until)
            {
                EndAppPause(until - Duration.Epsilon, moment);
                _effects.Notice(
                    AppNoticeLevel.Information,
                    $"App {_app.Name} goes on: its pause by {ofApp.By} was to end at {InstantText.Format(until)}"
                );
            }
            else if (_pauseEnds.TryTake(until, out var job))
            {
                var by = job.Pause!.By;
                EndPause(job, until - Duration.Epsilon, moment);
                _effects.Notice(
                    AppNoticeLevel.Information,
                    $"Job {job.Definition.Name} of app {_app.Name} goes on: its pause by {by} was to end at {InstantText.Format(until)}"
                );
            }
        }
    }

    private Instant? NextPauseEnd =>
        _pauseEnds.FindEarliest() is not { } ofJob ? Holds.Pause?.Until
        : Holds.Pause?.Until < ofJob ? Holds.Pause.Until
        : ofJob;

    private void EndPause(JobEntry job, Instant last, Moment moment)
    {
        LeaveOut(job, last, moment);
        job.Pause = null;
        _effects.Write(new JobPauseWritten(job.Id, null));
        LetGo(job, moment);
    }

    private void EndAppPause(Instant last, Moment moment)
    {
        var jobs = JobsWithoutPause;
        foreach (var job in jobs)
        {
            LeaveOut(job, last, moment);
        }

        Hold(Holds with { Pause = null });
        foreach (var job in jobs)
        {
            LetGo(job, moment);
        }

        foreach (var run in RunsWithoutJob.Where(static run => run.State == RunState.Queued))
        {
            Enqueue(run);
        }
    }

    private List<JobEntry> JobsWithoutPause => [.. _jobs.All.Where(job => job.Pause is null)];

    /// <summary>Nodes of workflows that name a processor have runs of no job: the app's pause alone holds them.</summary>
    private List<Run> RunsWithoutJob => [.. _runs.Open.Where(run => _jobs.Find(run.JobId) is null)];

    /// <summary>What the job owed up to now is dealt with, by fires or as left out by the pause that it is under.</summary>
    private void SettleUpToNow(JobEntry job, Moment moment)
    {
        Settle(job, moment);
        MarkUpTo(job, moment.Now);
    }

    private void LeaveOut(JobEntry job, Instant last, Moment moment)
    {
        RecordPaused(job, PauseOf(job)!, last, moment);
        MarkUpTo(job, last);
    }

    /// <summary>A job has come under a pause, or under another than before.</summary>
    private void HoldBack(JobEntry job, Moment moment)
    {
        PlanAll(job, moment);
        foreach (var id in job.DueRuns.InOrder)
        {
            _ready.Remove(_runs.Find(id)!);
        }
    }

    /// <summary>A pause of the job has ended; it goes on, unless another one holds it. Its runs queue up behind those of other jobs that were ready meanwhile.</summary>
    private void LetGo(JobEntry job, Moment moment)
    {
        PlanAll(job, moment);
        if (PauseOf(job) is not null)
        {
            return;
        }

        foreach (var run in job.DueRuns.InOrder.Select(id => _runs.Find(id)!))
        {
            if (run.State == RunState.Queued && !job.HeldBack.Contains(run.Id))
            {
                Enqueue(run);
            }
        }
    }

    private void PlanAll(JobEntry job, Moment moment)
    {
        foreach (var entry in job.Schedules)
        {
            Plan(entry, moment);
        }
    }

    /// <summary>Records the fires that the pause has left out, up to and with an instant: one record a schedule.</summary>
    private void RecordPaused(JobEntry job, Pause pause, Instant last, Moment moment)
    {
        // A schedule that is off leaves nothing out.
        foreach (var entry in job.Definition.Enabled ? job.Schedules : [])
        {
            switch (entry.Schedule)
            {
                case TimetableSchedule timetable
                    when CatchUp.LeftOut(timetable, entry.Mark.Anchor, entry.Mark.FiredUpTo, last, pause.Reason) is { } range:
                    RecordOmitted(
                        entry,
                        RunIdentity.OfOccurrence(_app.Id, job.Id, entry.Schedule.Name, range.From),
                        range.From,
                        RunState.Skipped,
                        new OmittedFires(range.To, range.Count, range.Reason, null),
                        moment
                    );
                    break;
                case FixedDelaySchedule when entry.NextAfterRun is { } next && next <= last:
                    var id = RunIdentity.OfFollower(_app.Id, job.Id, entry.Schedule.Name, entry.Mark.Follows, entry.Mark.Anchor, next);
                    RecordOmitted(entry, id, next, RunState.Skipped, new OmittedFires(next, 1, pause.Reason, null), moment);
                    Mark(entry, entry.Mark with { Follows = id, Next = null });
                    break;
            }

            entry.LastSkipped = null;
        }
    }

    /// <summary>Every fire time of the job up to and with an instant has been dealt with.</summary>
    private void MarkUpTo(JobEntry job, Instant time)
    {
        foreach (var entry in job.Schedules)
        {
            Mark(entry, entry.Mark with { FiredUpTo = Instant.Max(entry.Mark.FiredUpTo, time) });
        }
    }

    private Pause? PauseOf(JobEntry job) => job.Pause ?? Holds.Pause;

    private Pause? PauseOf(Run run) => _jobs.Find(run.JobId)?.Pause ?? Holds.Pause;

    /// <summary>The pause of the run's job and that of the app, if there are both: the run waits for the end of each.</summary>
    private (Pause Own, Pause OfApp)? BothPausesOf(Run run) =>
        _jobs.Find(run.JobId)?.Pause is { } own && Holds.Pause is { } ofApp ? (own, ofApp) : null;

    private static void RefusePast(Instant? until, Moment moment)
    {
        if (until <= moment.Now)
        {
            throw new RefusalException(
                ErrorCodes.OutOfRange,
                $"Found {InstantText.Format(until.Value)}; expected a time to come: it is {InstantText.Format(WholeMilliseconds(moment.Now))}.",
                "until"
            );
        }
    }
}
