using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;

namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>Consecutive writes of one app whose order among themselves does not matter once they are merged: the last one counts for a schedule, a secret and a run. The
/// store applies first what is set for the whole app, then the jobs (deleted, written, redefined), then their pauses, then the schedules, then the secrets, then
/// the runs, then the notifications.</summary>
internal sealed class CommitPhase(long appId)
{
    private AppConfigured? _settings;
    private AppHeld? _holds;
    private readonly Dictionary<long, AppWrite> _jobs = [];
    private readonly Dictionary<long, JobPauseWritten> _pauses = [];
    private readonly Dictionary<(long JobId, string Name), AppWrite> _schedules = [];
    private readonly Dictionary<string, AppWrite> _secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, NotificationWritten> _notifications = [];
    private readonly Dictionary<RunId, RunRow> _runs = [];
    private readonly Dictionary<RunId, Row<WorkflowSnapshotted>> _snapshots = [];

    public IEnumerable<Row<AppConfigured>> Configured => _settings is null ? [] : [new Row<AppConfigured>(appId, _settings)];

    public IEnumerable<Row<AppHeld>> Held => _holds is null ? [] : [new Row<AppHeld>(appId, _holds)];

    public IEnumerable<Row<JobDeleted>> JobsDeleted => Rows<JobDeleted>(_jobs.Values);

    public IEnumerable<Row<JobWritten>> JobsWritten => Rows<JobWritten>(_jobs.Values);

    public IEnumerable<Row<JobRedefined>> JobsRedefined => Rows<JobRedefined>(_jobs.Values);

    public IEnumerable<Row<JobPauseWritten>> PausesWritten => Rows<JobPauseWritten>(_pauses.Values);

    public IEnumerable<Row<ScheduleDeleted>> SchedulesDeleted => Rows<ScheduleDeleted>(_schedules.Values);

    public IEnumerable<Row<ScheduleWritten>> SchedulesWritten => Rows<ScheduleWritten>(_schedules.Values);

    public IEnumerable<Row<SecretDeleted>> SecretsDeleted => Rows<SecretDeleted>(_secrets.Values);

    public IEnumerable<Row<SecretWritten>> SecretsWritten => Rows<SecretWritten>(_secrets.Values);

    public IEnumerable<RunRow> RunsInserted => _runs.Values.Where(static row => row.IsNew);

    public IEnumerable<RunRow> RunsNamed => _runs.Values.Where(static row => row.Key is not null);

    public IEnumerable<RunRow> RunsReopened => _runs.Values.Where(static row => row.IsReopened);

    public IEnumerable<RunRow> RunsUpdated => _runs.Values.Where(static row => row is { IsNew: false, IsReopened: false });

    public IEnumerable<Row<NotificationWritten>> NotificationsWritten => Rows<NotificationWritten>(_notifications.Values);

    public List<Row<WaitTold>> WaitsTold { get; } = [];

    public List<Row<WorkflowJournaled>> WorkflowEvents { get; } = [];

    public IEnumerable<Row<WorkflowSnapshotted>> WorkflowSnapshots => _snapshots.Values;

    public List<Row<AttemptEnded>> AttemptsEnded { get; } = [];

    public List<Row<StaleReported>> StaleReports { get; } = [];

    private bool HasOnlyJobs =>
        _schedules.Count + _runs.Count + AttemptsEnded.Count + StaleReports.Count + WorkflowEvents.Count + _snapshots.Count == 0;

    /// <summary>Takes a write, if it may stand beside those that are here.</summary>
    public bool TryAdd(AppWrite write)
    {
        switch (write)
        {
            // A run that is inserted without params copies those of its job's row, and a deleted job takes its schedules along: a change of a job comes before
            // all else in its phase.
            case JobWritten job:
                return HasOnlyJobs && _jobs.TryAdd(job.JobId, job);
            case JobRedefined job:
                return HasOnlyJobs && _jobs.TryAdd(job.JobId, job);
            case JobDeleted job:
                return HasOnlyJobs && _jobs.TryAdd(job.JobId, job);
            // No other write touches what it touches, and a job that is gone in this phase has none.
            case JobPauseWritten pause:
                _pauses[pause.JobId] = pause;
                return true;
            case ScheduleWritten schedule:
                _schedules[(schedule.JobId, schedule.Name)] = schedule;
                return true;
            case ScheduleDeleted schedule:
                _schedules[(schedule.JobId, schedule.Name)] = schedule;
                return true;
            // No other write touches what they touch.
            case AppConfigured configured:
                _settings = configured;
                return true;
            case AppHeld held:
                _holds = held;
                return true;
            case SecretWritten secret:
                _secrets[secret.Secret.Name] = secret;
                return true;
            case SecretDeleted secret:
                _secrets[secret.Name] = secret;
                return true;
            case NotificationWritten written:
                _notifications[written.Notification.Id] = written;
                return true;
            case WaitTold told:
                WaitsTold.Add(new Row<WaitTold>(appId, told));
                return true;
            case RunInserted insert:
                return _runs.TryAdd(
                    insert.Run.Id,
                    new RunRow(appId, insert.Run)
                    {
                        IsNew = true,
                        OwnParams = insert.Params,
                        Key = insert.Key,
                    }
                );
            case RunUpdated update:
                return TryUpdate(update.Run, null, null);
            case RunEnded end:
                return TryUpdate(end.Run, end.Result, FailureText.Of(end.Failure));
            case RunReopened reopened:
                return _runs.TryAdd(
                    reopened.Run.Id,
                    new RunRow(appId, reopened.Run)
                    {
                        IsReopened = true,
                        Result = reopened.Result,
                        Failure = FailureText.Of(reopened.Failure),
                    }
                );
            case WorkflowJournaled journaled:
                WorkflowEvents.Add(new Row<WorkflowJournaled>(appId, journaled));
                return true;
            case WorkflowSnapshotted snapshot:
                _snapshots[snapshot.Instance.Id] = new Row<WorkflowSnapshotted>(appId, snapshot);
                return true;
            case AttemptEnded attempt:
                AttemptsEnded.Add(new Row<AttemptEnded>(appId, attempt));
                return true;
            case StaleReported report:
                StaleReports.Add(new Row<StaleReported>(appId, report));
                return true;
            default:
                throw new ArgumentException($"The store does not know the write {write.GetType().Name}.", nameof(write));
        }
    }

    private bool TryUpdate(Run run, string? result, string? failure)
    {
        if (_runs.TryGetValue(run.Id, out var row))
        {
            return row.TryMerge(run, result, failure);
        }
        _runs.Add(run.Id, new RunRow(appId, run) { Result = result, Failure = failure });
        return true;
    }

    private IEnumerable<Row<TWrite>> Rows<TWrite>(IEnumerable<AppWrite> writes)
        where TWrite : AppWrite => writes.OfType<TWrite>().Select(write => new Row<TWrite>(appId, write));
}
