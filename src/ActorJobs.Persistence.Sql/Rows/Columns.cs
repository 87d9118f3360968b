using ActorJobs.Core.Apps;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>A write with the app that it is for.</summary>
internal readonly record struct Row<TWrite>(long AppId, TWrite Write);

/// <summary>The columns of each table as commits write them. The fencing columns epoch and sequence are not among them: statements copy those from
/// the app's row.</summary>
internal static class Columns
{
    public static Column<Row<AppConfigured>>[] AppConfigured { get; } =
    [
        Number<Row<AppConfigured>>("app_id", static row => row.AppId),
        Text<Row<AppConfigured>>("settings", static row => AppSettingsText.Write(row.Write.Settings)),
    ];

    public static Column<Row<AppHeld>>[] AppHeld { get; } =
    [
        Number<Row<AppHeld>>("app_id", static row => row.AppId),
        Text<Row<AppHeld>>("holds", static row => AppHoldsText.Write(row.Write.Holds)),
        new Column<Row<AppHeld>, bool>("is_paused", "boolean", static row => row.Write.Holds.Pause is not null),
    ];

    public static Column<Row<JobDeleted>>[] JobDeleted { get; } =
    [Number<Row<JobDeleted>>("app_id", static row => row.AppId), Number<Row<JobDeleted>>("job_id", static row => row.Write.JobId)];

    public static Column<Row<JobWritten>>[] JobWritten { get; } =
    [
        Number<Row<JobWritten>>("app_id", static row => row.AppId),
        Number<Row<JobWritten>>("job_id", static row => row.Write.JobId),
        Text<Row<JobWritten>>("name", static row => row.Write.Name),
        Number<Row<JobWritten>>("version", static row => row.Write.Version),
        Text<Row<JobWritten>>("definition", static row => row.Write.Definition),
        Text<Row<JobWritten>>("params", static row => row.Write.Params),
        new Column<Row<JobWritten>, bool>("is_workflow", "boolean", static row => row.Write.IsWorkflow),
        Time<Row<JobWritten>>("updated_at", static row => row.Write.At),
    ];

    public static Column<Row<JobRedefined>>[] JobRedefined { get; } =
    [
        Number<Row<JobRedefined>>("app_id", static row => row.AppId),
        Number<Row<JobRedefined>>("job_id", static row => row.Write.JobId),
        Number<Row<JobRedefined>>("version", static row => row.Write.Version),
        Text<Row<JobRedefined>>("definition", static row => row.Write.Definition),
        Time<Row<JobRedefined>>("updated_at", static row => row.Write.At),
    ];

    public static Column<Row<JobPauseWritten>>[] JobPauseWritten { get; } =
    [
        Number<Row<JobPauseWritten>>("app_id", static row => row.AppId),
        Number<Row<JobPauseWritten>>("job_id", static row => row.Write.JobId),
        Text<Row<JobPauseWritten>>("paused_by", static row => row.Write.Pause?.By),
        Time<Row<JobPauseWritten>>("paused_since", static row => row.Write.Pause?.Since),
        Text<Row<JobPauseWritten>>("pause_note", static row => row.Write.Pause?.Note),
        Time<Row<JobPauseWritten>>("pause_until", static row => row.Write.Pause?.Until),
    ];

    public static Column<Row<ScheduleDeleted>>[] ScheduleDeleted { get; } =
    [
        Number<Row<ScheduleDeleted>>("app_id", static row => row.AppId),
        Number<Row<ScheduleDeleted>>("job_id", static row => row.Write.JobId),
        Text<Row<ScheduleDeleted>>("name", static row => row.Write.Name),
    ];

    public static Column<Row<ScheduleWritten>>[] ScheduleWritten { get; } =
    [
        Number<Row<ScheduleWritten>>("app_id", static row => row.AppId),
        Number<Row<ScheduleWritten>>("job_id", static row => row.Write.JobId),
        Text<Row<ScheduleWritten>>("name", static row => row.Write.Name),
        Time<Row<ScheduleWritten>>("anchor", static row => row.Write.Mark.Anchor),
        Time<Row<ScheduleWritten>>("fired_up_to", static row => row.Write.Mark.FiredUpTo),
        Id<Row<ScheduleWritten>>("follows", static row => row.Write.Mark.Follows),
        Time<Row<ScheduleWritten>>("next", static row => row.Write.Mark.Next),
    ];

    public static Column<Row<SecretDeleted>>[] SecretDeleted { get; } =
    [Number<Row<SecretDeleted>>("app_id", static row => row.AppId), Text<Row<SecretDeleted>>("name", static row => row.Write.Name)];

    public static Column<Row<SecretWritten>>[] SecretWritten { get; } =
    [
        Number<Row<SecretWritten>>("app_id", static row => row.AppId),
        Text<Row<SecretWritten>>("name", static row => row.Write.Secret.Name),
        new Column<Row<SecretWritten>, byte[]>("sealed", "bytea", static row => row.Write.Secret.Sealed.ToArray()),
        Text<Row<SecretWritten>>("key_fingerprint", static row => row.Write.Secret.KeyFingerprint),
        Time<Row<SecretWritten>>("set_at", static row => row.Write.Secret.SetAt),
        Text<Row<SecretWritten>>("set_by", static row => row.Write.Secret.SetBy),
    ];

    /// <summary>What a notification is changed with while it gathers. Before the whole that it is a part of, which is made of it.</summary>
    public static Column<Row<NotificationWritten>>[] NotificationChanging { get; } =
    [
        Word<Row<NotificationWritten>, NotificationState>("state", static row => row.Write.Notification.State),
        Number<Row<NotificationWritten>>("count", static row => row.Write.Notification.Count),
        Id<Row<NotificationWritten>>("last_run", static row => row.Write.Notification.Last.Run),
        Time<Row<NotificationWritten>>("last_at", static row => row.Write.Notification.Last.At),
        Word<Row<NotificationWritten>, RunState>("run_state", static row => row.Write.Notification.RunState),
        Text<Row<NotificationWritten>>("message", static row => row.Write.Notification.Message),
        Time<Row<NotificationWritten>>("gathers_until", static row => row.Write.Notification.Until),
        Time<Row<NotificationWritten>>("due", static row => row.Write.Notification.Due),
        Time<Row<NotificationWritten>>("due_since", static row => row.Write.Notification.Due),
    ];

    public static Column<Row<NotificationWritten>>[] NotificationWritten { get; } =
    [
        Number<Row<NotificationWritten>>("app_id", static row => row.AppId),
        new Column<Row<NotificationWritten>, Guid>("id", "uuid", static row => row.Write.Notification.Id),
        Text<Row<NotificationWritten>>("channel", static row => row.Write.Notification.Key.Channel),
        Word<Row<NotificationWritten>, NotificationEvent>("event", static row => row.Write.Notification.Key.Event),
        Text<Row<NotificationWritten>>("job_name", static row => row.Write.Notification.Key.Job),
        Text<Row<NotificationWritten>>("cause", static row => row.Write.Notification.Key.Cause),
        Id<Row<NotificationWritten>>("first_run", static row => row.Write.Notification.First.Run),
        Time<Row<NotificationWritten>>("first_at", static row => row.Write.Notification.First.At),
        .. NotificationChanging,
    ];

    public static Column<Row<WaitTold>>[] WaitTold { get; } =
    [
        Number<Row<WaitTold>>("app_id", static row => row.AppId),
        new Column<Row<WaitTold>, Guid>("id", "uuid", static row => row.Write.Run.Value),
    ];

    public static Column<RunRow>[] RunKey { get; } =
    [Number<RunRow>("app_id", static row => row.AppId), new Column<RunRow, Guid>("id", "uuid", static row => row.Run.Id.Value)];

    /// <summary>What a run keeps for life.</summary>
    public static Column<RunRow>[] RunFixed { get; } =
    [
        Number<RunRow>("job_id", static row => row.Run.JobId),
        Text<RunRow>("job_name", static row => row.Run.JobName),
        Number<RunRow>("job_version", static row => row.Run.JobVersion),
        Word<RunRow, TriggerKind>("trigger_kind", static row => row.Run.Trigger.Kind),
        Text<RunRow>("trigger_name", static row => row.Run.Trigger.Name),
        Text<RunRow>("processor_type", static row => row.Run.Processor.Type),
        Text<RunRow>("processor_name", static row => row.Run.Processor.Name),
        Word<RunRow, Core.Jobs.Delivery>("delivery", static row => row.Run.Delivery),
        Time<RunRow>("planned", static row => row.Run.Planned),
        new Column<RunRow, int?>("priority", "integer", static row => row.Run.Priority),
        Text<RunRow>("limit_key", static row => row.Run.LimitKey),
    ];

    /// <summary>What every write of a run writes.</summary>
    public static Column<RunRow>[] RunChanging { get; } =
    [
        Word<RunRow, RunState>("state", static row => row.Run.State),
        Time<RunRow>("due", static row => row.Run.Due),
        Time<RunRow>("queued_at", static row => row.Run.QueuedAt),
        Word<RunRow, WaitReason>("waits", static row => row.Run.Waits),
        new Column<RunRow, int>("attempt", "integer", static row => row.Run.Attempt),
        new Column<RunRow, int>("failures", "integer", static row => row.Run.Failures),
        Number<RunRow>("token", static row => row.Run.Token),
        Text<RunRow>("worker_id", static row => row.Run.Worker?.Id),
        Text<RunRow>("worker_incarnation", static row => row.Run.Worker?.Incarnation),
        Time<RunRow>("dispatched_at", static row => row.Run.DispatchedAt),
        Time<RunRow>("started_at", static row => row.Run.StartedAt),
        Text<RunRow>("stop_reason", static row => row.Run.Stop?.Reason),
        Time<RunRow>("stop_at", static row => row.Run.Stop?.At),
        new Column<RunRow, string?>("stop_end", "text", static row => row.Run.Stop is { } stop ? Words<RunState>.Of(stop.End) : null),
        Time<RunRow>("ended_at", static row => row.Run.EndedAt),
        Time<RunRow>("omitted_to", static row => row.Run.Omitted?.To),
        new Column<RunRow, long?>("omitted_count", "bigint", static row => row.Run.Omitted?.Count),
        Text<RunRow>("omitted_reason", static row => row.Run.Omitted?.Reason),
        Id<RunRow>("omitted_blocker", static row => row.Run.Omitted?.Blocker),
    ];

    /// <summary>What only the end of a run brings; null leaves what is there.</summary>
    public static Column<RunRow>[] RunTexts { get; } =
    [Text<RunRow>("result", static row => row.Result), Text<RunRow>("failure", static row => row.Failure)];

    public static Column<RunRow> RunOwnParams { get; } = Text<RunRow>("params", static row => row.OwnParams);

    public static Column<Row<AttemptEnded>>[] AttemptEnded { get; } =
    [
        Number<Row<AttemptEnded>>("app_id", static row => row.AppId),
        new Column<Row<AttemptEnded>, Guid>("run_id", "uuid", static row => row.Write.Run.Value),
        new Column<Row<AttemptEnded>, int>("attempt", "integer", static row => row.Write.Attempt),
        Number<Row<AttemptEnded>>("token", static row => row.Write.Token),
        Text<Row<AttemptEnded>>("worker_id", static row => row.Write.Worker.Id),
        Text<Row<AttemptEnded>>("worker_incarnation", static row => row.Write.Worker.Incarnation),
        Time<Row<AttemptEnded>>("dispatched_at", static row => row.Write.DispatchedAt),
        Time<Row<AttemptEnded>>("started_at", static row => row.Write.StartedAt),
        Time<Row<AttemptEnded>>("ended_at", static row => row.Write.EndedAt),
        Word<Row<AttemptEnded>, AttemptOutcome>("outcome", static row => row.Write.Outcome),
        Text<Row<AttemptEnded>>("reason", static row => row.Write.Reason),
    ];

    public static Column<Row<StaleReported>>[] StaleReported { get; } =
    [
        Number<Row<StaleReported>>("app_id", static row => row.AppId),
        new Column<Row<StaleReported>, Guid>("run_id", "uuid", static row => row.Write.Run.Value),
        new Column<Row<StaleReported>, int>("attempt", "integer", static row => row.Write.Attempt),
        Number<Row<StaleReported>>("token", static row => row.Write.Token),
        Text<Row<StaleReported>>("worker_id", static row => row.Write.Worker.Id),
        Text<Row<StaleReported>>("worker_incarnation", static row => row.Write.Worker.Incarnation),
        Time<Row<StaleReported>>("at", static row => row.Write.At),
        Word<Row<StaleReported>, AttemptOutcome>("outcome", static row => row.Write.Outcome),
    ];

    public static Column<Row<WorkflowJournaled>>[] WorkflowJournaled { get; } =
    [
        Number<Row<WorkflowJournaled>>("app_id", static row => row.AppId),
        new Column<Row<WorkflowJournaled>, Guid>("instance_id", "uuid", static row => row.Write.Instance.Value),
        Number<Row<WorkflowJournaled>>("position", static row => row.Write.Sequence),
        Text<Row<WorkflowJournaled>>("event", static row => WorkflowJournal.Write(row.Write.Event)),
    ];

    public static Column<Row<WorkflowSnapshotted>>[] WorkflowSnapshotted { get; } =
    [
        Number<Row<WorkflowSnapshotted>>("app_id", static row => row.AppId),
        new Column<Row<WorkflowSnapshotted>, Guid>("instance_id", "uuid", static row => row.Write.Instance.Id.Value),
        Number<Row<WorkflowSnapshotted>>("position", static row => row.Write.Instance.Sequence),
        Text<Row<WorkflowSnapshotted>>("content", static row => WorkflowJournal.Write(row.Write.Instance)),
    ];

    /// <summary>What a new run is written with. Behind the parts that it is made of, which must be there first.</summary>
    public static Column<RunRow>[] RunInsert { get; } = [.. RunKey, .. RunFixed, .. RunChanging, .. RunTexts, RunOwnParams];

    /// <summary>The key of a new run's request.</summary>
    public static Column<RunRow>[] KeyInsert { get; } =
    [
        Number<RunRow>("app_id", static row => row.AppId),
        Text<RunRow>("name", static row => row.Key!.Text),
        new Column<RunRow, Guid>("run_id", "uuid", static row => row.Run.Id.Value),
        Number<RunRow>("fingerprint", static row => row.Key!.Fingerprint),
    ];

    /// <summary>What a run is changed with.</summary>
    public static Column<RunRow>[] RunUpdate { get; } = [.. RunKey, .. RunChanging, .. RunTexts];

    private static Column<TRow, long> Number<TRow>(string name, Func<TRow, long> get) => new(name, "bigint", get);

    private static Column<TRow, string?> Text<TRow>(string name, Func<TRow, string?> get) =>
        new(name, "text", row => get(row) is { } text ? StoredText.Clean(text) : null);

    private static Column<TRow, string> Word<TRow, TEnum>(string name, Func<TRow, TEnum> get)
        where TEnum : struct, Enum => new(name, "text", row => Words<TEnum>.Of(get(row)));

    private static Column<TRow, long> Time<TRow>(string name, Func<TRow, Instant> get) => new(name, "bigint", row => Micros.Of(get(row)));

    private static Column<TRow, long?> Time<TRow>(string name, Func<TRow, Instant?> get) => new(name, "bigint", row => Micros.Of(get(row)));

    private static Column<TRow, Guid?> Id<TRow>(string name, Func<TRow, RunId?> get) => new(name, "uuid", row => get(row)?.Value);
}
