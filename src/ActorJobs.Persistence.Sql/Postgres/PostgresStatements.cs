using ActorJobs.Core.Apps;
using ActorJobs.Persistence.Sql.Commits;
using ActorJobs.Persistence.Sql.Rows;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>The statements of a group. All but the first join on the mark that the first one left in the rows of the apps that it let through, so that the
/// writes of a fenced app fall out, and the others commit.</summary>
internal static class PostgresStatements
{
    private const string Fence = "epoch, sequence";

    private static readonly Column<CommitUnit>[] UnitColumns =
    [
        new Column<CommitUnit, long>("id", "bigint", static unit => unit.AppId),
        new Column<CommitUnit, long>("epoch", "bigint", static unit => unit.Epoch),
        new Column<CommitUnit, long>("before", "bigint", static unit => unit.SequenceBefore),
        new Column<CommitUnit, long>("sequence", "bigint", static unit => unit.Sequence),
        new Column<CommitUnit, long>("last_token", "bigint", static unit => unit.LastToken),
        new Column<CommitUnit, long>("last_job_id", "bigint", static unit => unit.LastJobId),
    ];

    /// <summary>The compare-and-set on (epoch, sequence) that every group starts with. Rows are locked in the order of their ids, so that two groups cannot wait for
    /// each other; a row that another session holds is left out, and its app waits alone. Answers id, epoch and sequence of each locked row, and whether it was set:
    /// a row that changed between the statement's snapshot and its lock may match and yet not be set.</summary>
    public static PostgresStatement<CommitUnit> Advance { get; } =
        new(
            UnitColumns,
            static (rows, mark) =>
                $"""
                        WITH locked AS MATERIALIZED (
                      SELECT w.*, a.epoch AS found_epoch, a.sequence AS found_sequence
                      FROM {rows} JOIN actorjobs.app a ON a.id = w.id
                      ORDER BY a.id FOR NO KEY UPDATE OF a SKIP LOCKED
                    ),
                    advanced AS (
                      UPDATE actorjobs.app a SET sequence = l.sequence, last_token = greatest(a.last_token, l.last_token),
                        last_job_id = greatest(a.last_job_id, l.last_job_id), last_commit = {mark}
                      FROM locked l WHERE a.id = l.id AND a.epoch = l.epoch AND a.sequence = l.before
                      RETURNING a.id
                    )
                    SELECT l.id, l.found_epoch, l.found_sequence, l.id IN (SELECT d.id FROM advanced d) FROM locked l
                    """
        );

    public static PostgresStatement<Row<AppConfigured>> ConfigureApps { get; } =
        new(
            Columns.AppConfigured,
            static (rows, mark) =>
                $"UPDATE actorjobs.app a SET settings = w.settings FROM {rows} WHERE a.id = w.app_id AND a.last_commit = {mark}"
        );

    public static PostgresStatement<Row<AppHeld>> HoldApps { get; } =
        new(
            Columns.AppHeld,
            static (rows, mark) =>
                $"UPDATE actorjobs.app a SET holds = w.holds, is_paused = w.is_paused FROM {rows} WHERE a.id = w.app_id AND a.last_commit = {mark}"
        );

    public static PostgresStatement<Row<JobDeleted>> DeleteJobs { get; } =
        new(
            Columns.JobDeleted,
            static (rows, mark) =>
                $"""
                    DELETE FROM actorjobs.job j USING {rows}, actorjobs.app a
                    WHERE a.id = w.app_id AND a.last_commit = {mark} AND j.app_id = w.app_id AND j.job_id = w.job_id
                    """
        );

    public static PostgresStatement<Row<JobWritten>> WriteJobs { get; } =
        new(
            Columns.JobWritten,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.job ({Names(Columns.JobWritten)}, created_at)
                    SELECT {Given(Columns.JobWritten)}, w.updated_at FROM {rows} {OfLetThrough(mark)}
                    ON CONFLICT (app_id, job_id) DO UPDATE SET
                      name = excluded.name, version = excluded.version, definition = excluded.definition, params = excluded.params,
                      updated_at = excluded.updated_at
                    """
        );

    public static PostgresStatement<Row<JobRedefined>> RedefineJobs { get; } =
        new(
            Columns.JobRedefined,
            static (rows, mark) =>
                $"""
                    UPDATE actorjobs.job j SET version = w.version, definition = w.definition, updated_at = w.updated_at
                    FROM {rows} {OfLetThrough(mark)} WHERE j.app_id = w.app_id AND j.job_id = w.job_id
                    """
        );

    public static PostgresStatement<Row<JobPauseWritten>> WritePauses { get; } =
        new(
            Columns.JobPauseWritten,
            static (rows, mark) =>
                $"""
                    UPDATE actorjobs.job j SET
                      paused_by = w.paused_by, paused_since = w.paused_since, pause_note = w.pause_note, pause_until = w.pause_until
                    FROM {rows} {OfLetThrough(mark)} WHERE j.app_id = w.app_id AND j.job_id = w.job_id
                    """
        );

    public static PostgresStatement<Row<ScheduleDeleted>> DeleteSchedules { get; } =
        new(
            Columns.ScheduleDeleted,
            static (rows, mark) =>
                $"""
                    DELETE FROM actorjobs.schedule s USING {rows}, actorjobs.app a
                    WHERE a.id = w.app_id AND a.last_commit = {mark} AND s.app_id = w.app_id AND s.job_id = w.job_id AND s.name = w.name
                    """
        );

    public static PostgresStatement<Row<ScheduleWritten>> WriteSchedules { get; } =
        new(
            Columns.ScheduleWritten,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.schedule ({Names(Columns.ScheduleWritten)}, {Fence})
                    SELECT {Given(Columns.ScheduleWritten)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    ON CONFLICT (app_id, job_id, name) DO UPDATE SET
                      anchor = excluded.anchor, fired_up_to = excluded.fired_up_to, follows = excluded.follows, next = excluded.next,
                      epoch = excluded.epoch, sequence = excluded.sequence
                    """
        );

    public static PostgresStatement<Row<SecretDeleted>> DeleteSecrets { get; } =
        new(
            Columns.SecretDeleted,
            static (rows, mark) =>
                $"""
                    DELETE FROM actorjobs.app_secret s USING {rows}, actorjobs.app a
                    WHERE a.id = w.app_id AND a.last_commit = {mark} AND s.app_id = w.app_id AND s.name = w.name
                    """
        );

    public static PostgresStatement<Row<SecretWritten>> WriteSecrets { get; } =
        new(
            Columns.SecretWritten,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.app_secret ({Names(Columns.SecretWritten)}, {Fence})
                    SELECT {Given(Columns.SecretWritten)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    ON CONFLICT (app_id, name) DO UPDATE SET
                      sealed = excluded.sealed, key_fingerprint = excluded.key_fingerprint, set_at = excluded.set_at, set_by = excluded.set_by,
                      epoch = excluded.epoch, sequence = excluded.sequence
                    """
        );

    /// <summary>One that is due is in the hands of those who deliver it.</summary>
    public static PostgresStatement<Row<NotificationWritten>> WriteNotifications { get; } =
        new(
            Columns.NotificationWritten,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.notification AS n ({Names(Columns.NotificationWritten)}, {Fence})
                    SELECT {Given(Columns.NotificationWritten)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    ON CONFLICT (app_id, id) DO UPDATE SET {string.Join(
                        ", ",
                        Columns.NotificationChanging.Select(static column => $"{column.Name} = excluded.{column.Name}")
                    )}, epoch = excluded.epoch, sequence = excluded.sequence
                    WHERE n.state = 'Gathering'
                    """
        );

    public static PostgresStatement<Row<WaitTold>> TellWaits { get; } =
        new(
            Columns.WaitTold,
            static (rows, mark) =>
                $"UPDATE actorjobs.run r SET wait_told = true FROM {rows} {OfLetThrough(mark)} WHERE r.app_id = w.app_id AND r.id = w.id"
        );

    /// <summary>Answers app and id of each new row, and the params if it is dispatched.</summary>
    public static PostgresStatement<RunRow> InsertRuns { get; } =
        new(
            Columns.RunInsert,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.run ({Names(Columns.RunInsert)}, {Fence}, created_at)
                    SELECT {Given(
                        Columns.RunInsert[..^1]
                    )}, coalesce(w.params, j.params), a.epoch, a.sequence, (SELECT {PostgresDatabase.Now})
                    FROM {rows} {OfLetThrough(mark)}
                    LEFT JOIN actorjobs.job j ON w.params IS NULL AND j.app_id = w.app_id AND j.job_id = w.job_id
                    ON CONFLICT (app_id, id) DO NOTHING
                    RETURNING app_id, id, CASE WHEN state = 'Dispatched' THEN params END
                    """
        );

    /// <summary>No conflict is expected: the owner of an app, its one writer, takes only keys that are not there.</summary>
    public static PostgresStatement<RunRow> InsertKeys { get; } =
        new(
            Columns.KeyInsert,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.idempotency_key ({Names(Columns.KeyInsert)}, created_at)
                    SELECT {Given(Columns.KeyInsert)}, (SELECT {PostgresDatabase.Now}) FROM {rows} {OfLetThrough(mark)}
                    """
        );

    /// <summary>Answers app, id and params of each row that is now dispatched.</summary>
    public static PostgresStatement<RunRow> UpdateRuns { get; } =
        new(
            Columns.RunUpdate,
            static (rows, mark) =>
                $"""
                    WITH updated AS (
                      UPDATE actorjobs.run r SET {string.Join(
                        ", ",
                        Columns.RunChanging.Select(static column => $"{column.Name} = w.{column.Name}")
                    )},
                        {string.Join(
                        ", ",
                        Columns.RunTexts.Select(static column => $"{column.Name} = coalesce(w.{column.Name}, r.{column.Name})")
                    )},
                        epoch = a.epoch, sequence = a.sequence
                      FROM {rows} {OfLetThrough(mark)}
                      WHERE r.app_id = w.app_id AND r.id = w.id AND (r.state = w.state OR r.{OpenRuns.Condition})
                      RETURNING r.app_id, r.id, r.state, r.params
                    )
                    SELECT app_id, id, params FROM updated WHERE state = 'Dispatched'
                    """
        );

    public static PostgresStatement<RunRow> ReopenRuns { get; } =
        new(
            Columns.RunUpdate,
            static (rows, mark) =>
                $"""
                    UPDATE actorjobs.run r SET {string.Join(
                        ", ",
                        Columns.RunChanging.Concat(Columns.RunTexts).Select(static column => $"{column.Name} = w.{column.Name}")
                    )}, epoch = a.epoch, sequence = a.sequence
                    FROM {rows} {OfLetThrough(mark)} WHERE r.app_id = w.app_id AND r.id = w.id
                    """
        );

    public static PostgresStatement<Row<WorkflowJournaled>> InsertWorkflowEvents { get; } =
        new(
            Columns.WorkflowJournaled,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.workflow_event ({Names(Columns.WorkflowJournaled)}, {Fence})
                    SELECT {Given(Columns.WorkflowJournaled)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    """
        );

    public static PostgresStatement<Row<WorkflowSnapshotted>> WriteWorkflowSnapshots { get; } =
        new(
            Columns.WorkflowSnapshotted,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.workflow_snapshot ({Names(Columns.WorkflowSnapshotted)}, {Fence})
                    SELECT {Given(Columns.WorkflowSnapshotted)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    ON CONFLICT (app_id, instance_id) DO UPDATE SET
                      position = excluded.position, content = excluded.content, epoch = excluded.epoch, sequence = excluded.sequence
                    """
        );

    /// <summary>Behind a snapshot the journal is there for people only; they get its newest part.</summary>
    public static PostgresStatement<Row<WorkflowSnapshotted>> TruncateWorkflowEvents { get; } =
        new(
            Columns.WorkflowSnapshotted[..3],
            static (rows, mark) =>
                $"""
                    DELETE FROM actorjobs.workflow_event e USING {rows}, actorjobs.app a
                    WHERE a.id = w.app_id AND a.last_commit = {mark}
                      AND e.app_id = w.app_id AND e.instance_id = w.instance_id AND e.position <= w.position - {Journals.MostKept}
                    """
        );

    public static PostgresStatement<Row<AttemptEnded>> InsertAttempts { get; } =
        new(
            Columns.AttemptEnded,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.attempt ({Names(Columns.AttemptEnded)}, {Fence})
                    SELECT {Given(Columns.AttemptEnded)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    ON CONFLICT DO NOTHING
                    """
        );

    public static PostgresStatement<Row<StaleReported>> InsertStaleReports { get; } =
        new(
            Columns.StaleReported,
            static (rows, mark) =>
                $"""
                    INSERT INTO actorjobs.stale_report ({Names(Columns.StaleReported)}, {Fence})
                    SELECT {Given(Columns.StaleReported)}, a.epoch, a.sequence FROM {rows} {OfLetThrough(mark)}
                    WHERE NOT EXISTS (
                      SELECT 1 FROM actorjobs.run r
                      WHERE r.app_id = w.app_id AND r.id = w.run_id AND r.token = w.token AND {EndedByReport.ConditionOf("r")}
                    )
                    ON CONFLICT DO NOTHING
                    """
        );

    private static string OfLetThrough(string mark) => $"JOIN actorjobs.app a ON a.id = w.app_id AND a.last_commit = {mark}";

    private static string Names<TRow>(Column<TRow>[] columns) => string.Join(", ", columns.Select(static column => column.Name));

    private static string Given<TRow>(Column<TRow>[] columns) => string.Join(", ", columns.Select(static column => $"w.{column.Name}"));
}
