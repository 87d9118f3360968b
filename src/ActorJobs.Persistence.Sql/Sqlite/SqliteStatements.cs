using ActorJobs.Core.Apps;
using ActorJobs.Persistence.Sql.Commits;
using ActorJobs.Persistence.Sql.Rows;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>The prepared statements of the writer's connection.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private const string Fence = "epoch, sequence";

    private static readonly Column<CommitUnit>[] UnitColumns =
    [
        new Column<CommitUnit, long>("id", "bigint", static unit => unit.AppId),
        new Column<CommitUnit, long>("held_epoch", "bigint", static unit => unit.Epoch),
        new Column<CommitUnit, long>("before", "bigint", static unit => unit.SequenceBefore),
        new Column<CommitUnit, long>("sequence", "bigint", static unit => unit.Sequence),
        new Column<CommitUnit, long>("last_token", "bigint", static unit => unit.LastToken),
        new Column<CommitUnit, long>("last_job_id", "bigint", static unit => unit.LastJobId),
    ];

    /// <summary>The compare-and-set on (epoch, sequence) that every unit starts with.</summary>
    public SqliteStatement<CommitUnit> Advance { get; } =
        new(
            connection,
            """
            UPDATE app SET sequence = @sequence, last_token = max(last_token, @last_token), last_job_id = max(last_job_id, @last_job_id)
            WHERE id = @id AND epoch = @held_epoch AND sequence = @before
            """,
            UnitColumns
        );

    public SqliteStatement<Row<JobDeleted>> DeleteJob { get; } =
        new(connection, "DELETE FROM job WHERE app_id = @app_id AND job_id = @job_id", Columns.JobDeleted);

    public SqliteStatement<Row<JobWritten>> WriteJob { get; } =
        new(
            connection,
            $"""
            INSERT INTO job ({Names(Columns.JobWritten)}, created_at) VALUES ({Parameters(Columns.JobWritten)}, @updated_at)
            ON CONFLICT (app_id, job_id) DO UPDATE SET
              name = excluded.name, version = excluded.version, definition = excluded.definition, params = excluded.params,
              updated_at = excluded.updated_at
            """,
            Columns.JobWritten
        );

    public SqliteStatement<Row<JobRedefined>> RedefineJob { get; } =
        new(
            connection,
            """
            UPDATE job SET version = @version, definition = @definition, updated_at = @updated_at
            WHERE app_id = @app_id AND job_id = @job_id
            """,
            Columns.JobRedefined
        );

    public SqliteStatement<Row<JobPauseWritten>> WritePause { get; } =
        new(
            connection,
            """
            UPDATE job SET paused_by = @paused_by, paused_since = @paused_since, pause_note = @pause_note, pause_until = @pause_until
            WHERE app_id = @app_id AND job_id = @job_id
            """,
            Columns.JobPauseWritten
        );

    public SqliteStatement<Row<ScheduleDeleted>> DeleteSchedule { get; } =
        new(connection, "DELETE FROM schedule WHERE app_id = @app_id AND job_id = @job_id AND name = @name", Columns.ScheduleDeleted);

    public SqliteStatement<Row<ScheduleWritten>> WriteSchedule { get; } =
        new(
            connection,
            $"""
            INSERT INTO schedule ({Names(Columns.ScheduleWritten)}, {Fence}) VALUES ({Parameters(
                Columns.ScheduleWritten
            )}, @epoch, @sequence)
            ON CONFLICT (app_id, job_id, name) DO UPDATE SET
              anchor = excluded.anchor, fired_up_to = excluded.fired_up_to, follows = excluded.follows, next = excluded.next,
              epoch = excluded.epoch, sequence = excluded.sequence
            """,
            Columns.ScheduleWritten,
            "epoch",
            "sequence"
        );

    public SqliteStatement<Row<AppConfigured>> ConfigureApp { get; } =
        new(connection, "UPDATE app SET settings = @settings WHERE id = @app_id", Columns.AppConfigured);

    public SqliteStatement<Row<AppHeld>> HoldApp { get; } =
        new(connection, "UPDATE app SET holds = @holds, is_paused = @is_paused WHERE id = @app_id", Columns.AppHeld);

    public SqliteStatement<Row<SecretDeleted>> DeleteSecret { get; } =
        new(connection, "DELETE FROM app_secret WHERE app_id = @app_id AND name = @name", Columns.SecretDeleted);

    public SqliteStatement<Row<SecretWritten>> WriteSecret { get; } =
        new(
            connection,
            $"""
            INSERT INTO app_secret ({Names(Columns.SecretWritten)}, {Fence}) VALUES ({Parameters(Columns.SecretWritten)}, @epoch, @sequence)
            ON CONFLICT (app_id, name) DO UPDATE SET
              sealed = excluded.sealed, key_fingerprint = excluded.key_fingerprint, set_at = excluded.set_at, set_by = excluded.set_by,
              epoch = excluded.epoch, sequence = excluded.sequence
            """,
            Columns.SecretWritten,
            "epoch",
            "sequence"
        );

    /// <summary>One that is due is in the hands of those who deliver it.</summary>
    public SqliteStatement<Row<NotificationWritten>> WriteNotification { get; } =
        new(
            connection,
            $"""
            INSERT INTO notification ({Names(Columns.NotificationWritten)}, {Fence})
            VALUES ({Parameters(Columns.NotificationWritten)}, @epoch, @sequence)
            ON CONFLICT (app_id, id) DO UPDATE SET {string.Join(
                ", ",
                Columns.NotificationChanging.Select(static column => $"{column.Name} = excluded.{column.Name}")
            )}, epoch = excluded.epoch, sequence = excluded.sequence
            WHERE notification.state = 'Gathering'
            """,
            Columns.NotificationWritten,
            "epoch",
            "sequence"
        );

    public SqliteStatement<Row<WaitTold>> TellWait { get; } =
        new(connection, "UPDATE run SET wait_told = 1 WHERE app_id = @app_id AND id = @id", Columns.WaitTold);

    public SqliteStatement<RunRow> InsertRun { get; } =
        new(
            connection,
            $"""
            INSERT INTO run ({Names(Columns.RunInsert)}, {Fence}, created_at)
            VALUES ({Parameters(Columns.RunInsert[..^1])},
              coalesce(@params, (SELECT params FROM job WHERE app_id = @app_id AND job_id = @job_id)), @epoch, @sequence, @now)
            ON CONFLICT (app_id, id) DO NOTHING
            """,
            Columns.RunInsert,
            "epoch",
            "sequence",
            "now"
        );

    public SqliteStatement<RunRow> InsertKey { get; } =
        new(
            connection,
            $"INSERT INTO idempotency_key ({Names(Columns.KeyInsert)}, created_at) VALUES ({Parameters(Columns.KeyInsert)}, @now)",
            Columns.KeyInsert,
            "now"
        );

    public SqliteStatement<RunRow> UpdateRun { get; } =
        new(
            connection,
            $"""
            UPDATE run SET {string.Join(", ", Columns.RunChanging.Select(static column => $"{column.Name} = @{column.Name}"))},
              {string.Join(", ", Columns.RunTexts.Select(static column => $"{column.Name} = coalesce(@{column.Name}, {column.Name})"))},
              epoch = @epoch, sequence = @sequence
            WHERE app_id = @app_id AND id = @id AND (state = @state OR {OpenRuns.Condition})
            """,
            Columns.RunUpdate,
            "epoch",
            "sequence"
        );

    public SqliteStatement<RunRow> ReopenRun { get; } =
        new(
            connection,
            $"""
            UPDATE run SET {string.Join(
                ", ",
                Columns.RunChanging.Concat(Columns.RunTexts).Select(static column => $"{column.Name} = @{column.Name}")
            )}, epoch = @epoch, sequence = @sequence WHERE app_id = @app_id AND id = @id
            """,
            Columns.RunUpdate,
            "epoch",
            "sequence"
        );

    public SqliteStatement<Row<WorkflowJournaled>> InsertWorkflowEvent { get; } =
        new(
            connection,
            $"INSERT INTO workflow_event ({Names(Columns.WorkflowJournaled)}, {Fence}) VALUES ({Parameters(Columns.WorkflowJournaled)}, @epoch, @sequence)",
            Columns.WorkflowJournaled,
            "epoch",
            "sequence"
        );

    public SqliteStatement<Row<WorkflowSnapshotted>> WriteWorkflowSnapshot { get; } =
        new(
            connection,
            $"""
            INSERT INTO workflow_snapshot ({Names(Columns.WorkflowSnapshotted)}, {Fence})
            VALUES ({Parameters(Columns.WorkflowSnapshotted)}, @epoch, @sequence)
            ON CONFLICT (app_id, instance_id) DO UPDATE SET
              position = excluded.position, content = excluded.content, epoch = excluded.epoch, sequence = excluded.sequence
            """,
            Columns.WorkflowSnapshotted,
            "epoch",
            "sequence"
        );

    /// <summary>Behind a snapshot the journal is there for people only; they get its newest part.</summary>
    public SqliteStatement<Row<WorkflowSnapshotted>> TruncateWorkflowEvents { get; } =
        new(
            connection,
            $"DELETE FROM workflow_event WHERE app_id = @app_id AND instance_id = @instance_id AND position <= @position - {Journals.MostKept}",
            Columns.WorkflowSnapshotted[..3]
        );

    public SqliteStatement<Row<AttemptEnded>> InsertAttempt { get; } =
        new(
            connection,
            $"""
            INSERT INTO attempt ({Names(Columns.AttemptEnded)}, {Fence}) VALUES ({Parameters(Columns.AttemptEnded)}, @epoch, @sequence)
            ON CONFLICT DO NOTHING
            """,
            Columns.AttemptEnded,
            "epoch",
            "sequence"
        );

    public SqliteStatement<Row<StaleReported>> InsertStale { get; } =
        new(
            connection,
            $"""
            INSERT INTO stale_report ({Names(Columns.StaleReported)}, {Fence})
            SELECT {Parameters(Columns.StaleReported)}, @epoch, @sequence
            WHERE NOT EXISTS (
              SELECT 1 FROM run r WHERE r.app_id = @app_id AND r.id = @run_id AND r.token = @token AND {EndedByReport.ConditionOf("r")}
            )
            ON CONFLICT DO NOTHING
            """,
            Columns.StaleReported,
            "epoch",
            "sequence"
        );

    public void Dispose()
    {
        Advance.Dispose();
        DeleteJob.Dispose();
        WriteJob.Dispose();
        RedefineJob.Dispose();
        WritePause.Dispose();
        DeleteSchedule.Dispose();
        WriteSchedule.Dispose();
        ConfigureApp.Dispose();
        HoldApp.Dispose();
        DeleteSecret.Dispose();
        WriteSecret.Dispose();
        WriteNotification.Dispose();
        TellWait.Dispose();
        InsertRun.Dispose();
        InsertKey.Dispose();
        UpdateRun.Dispose();
        ReopenRun.Dispose();
        InsertWorkflowEvent.Dispose();
        WriteWorkflowSnapshot.Dispose();
        TruncateWorkflowEvents.Dispose();
        InsertAttempt.Dispose();
        InsertStale.Dispose();
    }

    private static string Names<TRow>(Column<TRow>[] columns) => string.Join(", ", columns.Select(static column => column.Name));

    private static string Parameters<TRow>(Column<TRow>[] columns) => string.Join(", ", columns.Select(static column => $"@{column.Name}"));
}
