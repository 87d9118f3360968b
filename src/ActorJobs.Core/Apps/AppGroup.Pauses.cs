using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>Jobs that are paused: their schedules do not fire, and none of their runs is given to a worker. Those that a worker was given before, and
/// workflow instances that have begun, go on to their end.</content>
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
        if (until <= moment.Now)
        {
            throw new RefusalException(
                ErrorCodes.OutOfRange,
                $"Found {InstantText.Format(until.Value)}; expected a time to come: it is {InstantText.Format(WholeMilliseconds(moment.Now))}.",
                "until"
            );
        }

        if (job.Pause is null)
        {
            Settle(job, moment);
            MarkUpTo(job, moment.Now);
        }

        Pause(job, new JobPause(by, job.Pause?.Since ?? WholeMilliseconds(moment.Now), note, until));
        _effects.Write(new JobPauseWritten(job.Id, job.Pause));
        foreach (var entry in job.Schedules)
        {
            Plan(entry, moment);
        }

        foreach (var id in job.DueRuns.InOrder)
        {
            _ready.Remove(_runs.Find(id)!);
        }

        return new SavedJob(job.Id, job.Version);
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
        if (job.Pause is { } pause)
        {
            EndPause(job, pause, moment.Now, moment);
        }

        return new SavedJob(job.Id, job.Version);
    }

    /// <summary>The job is paused, as the store has it or is about to.</summary>
    private void Pause(JobEntry job, JobPause? pause)
    {
        job.Pause = pause;
        if (pause?.Until is { } until)
        {
            _pauseEnds.Add(until, job);
        }
    }

    /// <summary>Ends the pauses whose time has come, as of that time: a fire at it, or missed after it, is none of the pause.</summary>
    private void EndDuePauses(Moment moment)
    {
        while (_pauseEnds.TryTake(moment.Now, out var job))
        {
            var (pause, until) = (job.Pause!, job.Pause!.Until!.Value);
            EndPause(job, pause, until - Duration.Epsilon, moment);
            _effects.Notice(
                AppNoticeLevel.Information,
                $"Job {job.Definition.Name} of app {_app.Name} goes on: its pause by {pause.By} was to end at {InstantText.Format(until)}"
            );
        }
    }

    private void EndPause(JobEntry job, JobPause pause, Instant last, Moment moment)
    {
        RecordPaused(job, pause, last, moment);
        MarkUpTo(job, last);
        job.Pause = null;
        _effects.Write(new JobPauseWritten(job.Id, null));
        foreach (var entry in job.Schedules)
        {
            Plan(entry, moment);
        }

        // They queue up behind the runs of other jobs that were ready meanwhile.
        foreach (var run in job.DueRuns.InOrder.Select(id => _runs.Find(id)!))
        {
            if (run.State == RunState.Queued && !job.HeldBack.Contains(run.Id))
            {
                Enqueue(run);
            }
        }
    }

    /// <summary>Records the fires that the pause has left out, up to and with an instant: one record a schedule.</summary>
    private void RecordPaused(JobEntry job, JobPause pause, Instant last, Moment moment)
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

    private JobPause? PauseOf(Run run) => _jobs.Find(run.JobId)?.Pause;
}
