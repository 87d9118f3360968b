using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>Definitions: made, changed, switched on and off, deleted. What the old definition owed up to now is settled before a new one is in force.</content>
public sealed partial class AppGroup
{
    /// <summary>Makes a job.</summary>
    /// <param name="definition">Checked.</param>
    /// <param name="parameters">Its params as JSON text.</param>
    /// <param name="moment">Now: its schedules fire after this.</param>
    /// <returns>Its id and version.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobExists"/>, <see cref="ErrorCodes.NeverFires"/>.</exception>
    public SavedJob CreateJob(JobDefinition definition, string parameters, Moment moment)
    {
        CheckNew(definition, moment);
        var job = new JobEntry(++LastJobId, 1, _sharedParts.Share(definition));
        _jobs.Add(job);
        Regulate(job);
        return Save(job, parameters, moment);
    }

    /// <summary>Gives a job a new definition, and perhaps a new name. A schedule that stays as it was keeps the grid of its fire times.</summary>
    /// <param name="name">Of the job, before.</param>
    /// <param name="definition">Checked.</param>
    /// <param name="parameters">Its params as JSON text.</param>
    /// <param name="expected">The job that the user saw.</param>
    /// <param name="moment">Now.</param>
    /// <returns>Its id and new version.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.JobExists"/>, <see cref="ErrorCodes.NeverFires"/>,
    /// <see cref="ErrorCodes.VersionConflict"/>.</exception>
    public SavedJob ReplaceJob(string name, JobDefinition definition, string parameters, ExpectedJob expected, Moment moment)
    {
        var job = CheckReplacement(name, definition, expected, moment);
        Settle(job, moment);
        _jobs.Remove(job);
        Redefine(job, definition);
        return Save(job, parameters, moment);
    }

    private void CheckNew(JobDefinition definition, Moment moment)
    {
        RefuseTakenName(definition.Name);
        RefuseUnknownCalendars(definition);
        RefuseSpentSchedules(definition, [], moment);
        RefuseUnusable(definition);
    }

    private JobEntry CheckReplacement(string name, JobDefinition definition, ExpectedJob expected, Moment moment)
    {
        var job = FindJob(name);
        expected.RefuseOther(job.Definition.Name, job.Id, job.Version);
        if (definition.Name != name)
        {
            RefuseTakenName(definition.Name);
            RefuseToTakeFromWorkflows(name, "renamed");
        }

        if (!job.IsSetAside && definition.Graph is null != (job.Definition.Graph is null))
        {
            throw new RefusalException(
                ErrorCodes.JobExists,
                $"{name} is a {(definition.Graph is null ? "workflow" : "job")}, and cannot become the other. Delete it first, or choose another name.",
                "name"
            );
        }

        RefuseUnknownCalendars(definition);
        RefuseSpentSchedules(definition, job.Schedules, moment);
        RefuseUnusable(definition);
        return job;
    }

    /// <summary>Switches the schedules of a job on or off. Nothing fires for the time in which they were off. Does nothing if it is so already.</summary>
    /// <param name="name">Which.</param>
    /// <param name="enabled">Whether they are on.</param>
    /// <param name="moment">Now.</param>
    /// <param name="expected">The job that the user saw.</param>
    /// <returns>Its id and version.</returns>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.VersionConflict"/>.</exception>
    public SavedJob EnableJob(string name, bool enabled, Moment moment, ExpectedJob expected = default)
    {
        var job = FindReadableJob(name);
        expected.RefuseOther(job.Definition.Name, job.Id, job.Version);
        return job.Definition.Enabled == enabled ? new SavedJob(job.Id, job.Version) : SwitchJob(job, enabled, moment);
    }

    /// <summary>Deletes a job. It never fires again, also not if a job of its name is made later.</summary>
    /// <param name="name">Which.</param>
    /// <param name="cascade">Whether its open runs are cancelled with it.</param>
    /// <param name="moment">Now.</param>
    /// <param name="expected">The job that the user saw.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>; <see cref="ErrorCodes.VersionConflict"/>; <see cref="ErrorCodes.JobHasOpenRuns"/>, with
    /// their ids.</exception>
    public void DeleteJob(string name, bool cascade, Moment moment, ExpectedJob expected = default)
    {
        const int named = 20;
        var job = FindJob(name);
        expected.RefuseOther(job.Definition.Name, job.Id, job.Version);
        RefuseToTakeFromWorkflows(name, "deleted");
        var open = job.OpenRuns.ToList();
        if (open.Count > 0 && !cascade)
        {
            throw new RefusalException(
                ErrorCodes.JobHasOpenRuns,
                $"Job {name} has {open.Count} open run(s). Wait for them, cancel them, or delete with cascade=true, which cancels them.",
                candidates: [.. open.Take(named).Select(run => run.ToString())]
            );
        }

        Settle(job, moment);
        foreach (var run in job.OpenRuns.ToList())
        {
            StopOrCancel(_runs.Find(run)!, new StopWish($"job {name} was deleted", moment.Now), moment);
        }

        Retire(job);

        // It has no end to wait for any more.
        job.Pause = null;
        _jobs.Remove(job);
        _runs.Flush(_effects);
        _effects.Write(new JobDeleted(job.Id));
    }

    /// <summary>Takes in a job whose stored definition cannot be read. It does nothing, but keeps its name and its open runs, and can be saved anew or deleted.</summary>
    public void SetAside(long jobId, string name, long version, Pause? pause)
    {
        var nothing = new JobDefinition(
            name,
            "",
            new Dictionary<string, string>(StringComparer.Ordinal),
            false,
            new ProcessorReference("", ""),
            [],
            MisfirePolicy.Default,
            OverlapPolicy.Default,
            Delivery.AtLeastOnce
        );
        var job = new JobEntry(jobId, version, nothing) { IsSetAside = true };
        _jobs.Add(job);
        Pause(job, pause);
    }

    private static void Retire(JobEntry job)
    {
        foreach (var entry in job.Schedules)
        {
            entry.IsLive = false;
        }
    }

    private JobEntry FindJob(string name) =>
        _jobs.Find(name)
        ?? throw new RefusalException(
            ErrorCodes.JobNotFound,
            $"App {_app.Name} has no job {name}.{NearMatches.Hint(name, _jobs.Names)}",
            "job",
            NearMatches.Of(name, _jobs.Names)
        );

    private JobEntry FindReadableJob(string name) =>
        FindJob(name) is { IsSetAside: false } job
            ? job
            : throw new RefusalException(
                ErrorCodes.JobSetAside,
                $"Job {name} of app {_app.Name} is set aside, because its stored definition cannot be read. Save it anew to bring it back.",
                "job"
            );

    /// <summary>A new schedule whose last fire time has passed is a mistake; one that the job has had all the time may stay.</summary>
    private void RefuseSpentSchedules(JobDefinition definition, IReadOnlyList<ScheduleEntry> before, Moment moment)
    {
        foreach (var (index, schedule) in definition.Schedules.Index())
        {
            var fires = SettingsToBe.Resolve(schedule).NextAfter(moment.Now, moment.Now) is not null;
            if (!fires && !before.Any(entry => entry.Schedule == schedule))
            {
                var why = schedule.NextAfter(moment.Now, moment.Now) is null
                    ? "its last fire time has passed"
                    : $"calendar {schedule.Calendar!.Name} excludes every fire time to come";
                throw new RefusalException(
                    ErrorCodes.NeverFires,
                    $"Schedule {schedule.Name} would never fire: {why}. Give it a time to come, or leave it out.",
                    $"schedules[{index}]"
                );
            }
        }
    }

    private void RefuseTakenName(string name)
    {
        if (_jobs.Find(name) is { } other)
        {
            throw new RefusalException(
                ErrorCodes.JobExists,
                $"App {_app.Name} has a {KindOf(other.Definition).Word()} {name} already. Change it with PUT, or choose another name.",
                "name"
            );
        }
    }

    private SavedJob SwitchJob(JobEntry job, bool enabled, Moment moment)
    {
        Settle(job, moment);
        _jobs.Remove(job);
        Redefine(job, job.Definition with { Enabled = enabled });
        _runs.Flush(_effects);
        _effects.Write(new JobRedefined(job.Id, job.Version, JobDefinitionWriter.Write(job.Definition), moment.Now));
        return StartSchedules(job, moment);
    }

    /// <summary>The definition takes the place of the old one, in memory; the job has left the book under its old name.</summary>
    private void Redefine(JobEntry job, JobDefinition definition)
    {
        job.Definition = _sharedParts.Share(definition);
        job.IsSetAside = false;
        job.Version++;
        _jobs.Add(job);
        Regulate(job);
        if (definition.Graph is not null)
        {
            WatchWaitsOfNodes();
        }
    }

    private SavedJob Save(JobEntry job, string parameters, Moment moment)
    {
        // Runs of the old definition take the old params, which the job's row still has at this place.
        _runs.Flush(_effects);
        var definition = job.Definition;
        job.Params = definition.Graph is null ? null : parameters;
        _effects.Write(
            new JobWritten(job.Id, definition.Name, job.Version, JobDefinitionWriter.Write(definition), parameters, moment.Now)
            {
                IsWorkflow = definition.Graph is not null,
            }
        );
        return StartSchedules(job, moment);
    }

    /// <summary>Starts the schedules of the definition now in force: from now on, whatever was before. So a fixed delay that its calendar has let wait until now is due
    /// now, should the calendar let it go. Runs that the overlap policy held back may be free to start.</summary>
    private SavedJob StartSchedules(JobEntry job, Moment moment)
    {
        var before = job.Schedules.ToDictionary(entry => entry.Schedule.Name, StringComparer.Ordinal);
        Retire(job);
        job.Schedules.Clear();
        foreach (var schedule in job.Definition.Schedules.Select(Settings.Resolve))
        {
            var kept = before.Remove(schedule.Name, out var old) && old.Schedule.HasTimesOf(schedule);
            var mark = kept
                ? old!.Mark with
                {
                    FiredUpTo = Latest(old.Mark, moment),
                    Next =
                        old.NextAfterRun > moment.Now ? Instant.Max(old.Mark.Next!.Value, moment.Now + Duration.FromMilliseconds(1)) : null,
                }
                : NewMark(old?.Mark, moment);
            var entry = new ScheduleEntry(job, schedule, mark);
            job.Schedules.Add(entry);
            Mark(entry, mark);
            Plan(entry, moment);
        }

        foreach (var gone in before.Keys)
        {
            _effects.Write(new ScheduleDeleted(job.Id, gone));
        }

        ReleaseHeldBack(job);
        return new SavedJob(job.Id, job.Version);
    }
}
