using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Commits;
using ActorJobs.Persistence.Sql.Rows;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>A group as one transaction on the writer's thread: unit by unit, row by row, with prepared statements.</summary>
internal sealed class SqliteGroupTransaction(SqliteDatabase database, TimeProvider clock) : IGroupTransaction
{
    private SqliteConnection? _preparedOn;
    private SqliteStatements? _statements;

    public async ValueTask<GroupOutcome> ApplyAsync(IReadOnlyList<CommitUnit> units)
    {
        try
        {
            return await database.OnWriterAsync(connection => Apply(connection, units), CancellationToken.None);
        }
        catch (Exception error)
        {
            // What fails in the transaction is told by its own outcome; this was the opening of the connection.
            return new GroupOutcome.Unreachable(Told(error));
        }
    }

    public async ValueTask DisposeAsync() =>
        await database.OnWriterAsync(
            _ =>
            {
                _statements?.Dispose();
                return true;
            },
            CancellationToken.None
        );

    private GroupOutcome Apply(SqliteConnection connection, IReadOnlyList<CommitUnit> units)
    {
        var committing = false;
        try
        {
            Begin(connection);
            var outcomes = new List<UnitOutcome>(units.Count);
            foreach (var unit in units)
            {
                outcomes.Add(Apply(connection, unit));
            }
            committing = true;
            Execute(connection, "COMMIT");
            return new GroupOutcome.Applied(outcomes);
        }
        catch (SqliteException error) when (committing && SqliteErrors.LeavesCommitInDoubt(error))
        {
            Drop();
            return new GroupOutcome.Lost(SqliteErrors.Translate(error, database.Path));
        }
        catch (Exception error)
        {
            // The connection goes with its transaction, whatever state the error has left it in.
            Drop();
            return new GroupOutcome.Refused(Told(error));
        }
    }

    private Exception Told(Exception error) => error is SqliteException known ? SqliteErrors.Translate(known, database.Path) : error;

    private void Begin(SqliteConnection connection)
    {
        if (!ReferenceEquals(_preparedOn, connection))
        {
            _statements?.Dispose();
            _statements = new SqliteStatements(connection);
            _preparedOn = connection;
        }
        Execute(connection, "BEGIN IMMEDIATE");
    }

    private void Drop()
    {
        _statements?.Dispose();
        _statements = null;
        _preparedOn = null;
        database.DropWriter();
    }

    private UnitOutcome Apply(SqliteConnection connection, CommitUnit unit)
    {
        if (_statements!.Advance.Execute(unit) == 0)
        {
            return WhyNot(connection, unit);
        }
        var parameters = new Dictionary<RunId, string>();
        var existing = new HashSet<RunId>();
        var now = Micros.Of(Instant.FromDateTimeOffset(clock.GetUtcNow()));
        foreach (var phase in unit.Phases())
        {
            Apply(_statements, phase, unit, now, existing);
            foreach (var row in phase.RunsInserted.Concat(phase.RunsUpdated))
            {
                if (row.Run.State == RunState.Dispatched && !existing.Contains(row.Run.Id) && Params(connection, row) is { } text)
                {
                    parameters[row.Run.Id] = text;
                }
            }
        }
        return new UnitOutcome.Committed(parameters, existing);
    }

    private static void Apply(SqliteStatements statements, CommitPhase phase, CommitUnit unit, long now, HashSet<RunId> existing)
    {
        foreach (var row in phase.Configured)
        {
            statements.ConfigureApp.Execute(row);
        }
        foreach (var row in phase.Held)
        {
            statements.HoldApp.Execute(row);
        }
        foreach (var row in phase.JobsDeleted)
        {
            statements.DeleteJob.Execute(row);
        }
        foreach (var row in phase.JobsWritten)
        {
            statements.WriteJob.Execute(row);
        }
        foreach (var row in phase.JobsRedefined)
        {
            statements.RedefineJob.Execute(row);
        }
        foreach (var row in phase.PausesWritten)
        {
            statements.WritePause.Execute(row);
        }
        foreach (var row in phase.SchedulesDeleted)
        {
            statements.DeleteSchedule.Execute(row);
        }
        foreach (var row in phase.SchedulesWritten)
        {
            statements.WriteSchedule.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.SecretsDeleted)
        {
            statements.DeleteSecret.Execute(row);
        }
        foreach (var row in phase.SecretsWritten)
        {
            statements.WriteSecret.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.RunsInserted)
        {
            if (statements.InsertRun.Execute(row, unit.Epoch, unit.Sequence, now) == 0)
            {
                existing.Add(row.Run.Id);
            }
        }
        foreach (var row in phase.RunsNamed)
        {
            statements.InsertKey.Execute(row, now);
        }
        foreach (var row in phase.RunsReopened)
        {
            statements.ReopenRun.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.WorkflowEvents)
        {
            statements.InsertWorkflowEvent.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.WorkflowSnapshots)
        {
            statements.WriteWorkflowSnapshot.Execute(row, unit.Epoch, unit.Sequence);
            statements.TruncateWorkflowEvents.Execute(row);
        }
        foreach (var row in phase.RunsUpdated)
        {
            statements.UpdateRun.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.NotificationsWritten)
        {
            statements.WriteNotification.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.WaitsTold)
        {
            statements.TellWait.Execute(row);
        }
        foreach (var row in phase.AttemptsEnded)
        {
            statements.InsertAttempt.Execute(row, unit.Epoch, unit.Sequence);
        }
        foreach (var row in phase.StaleReports)
        {
            statements.InsertStale.Execute(row, unit.Epoch, unit.Sequence);
        }
    }

    private static UnitOutcome WhyNot(SqliteConnection connection, CommitUnit unit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT epoch, sequence FROM app WHERE id = @id";
        command.Parameters.AddWithValue("@id", unit.AppId);
        using var reader = command.ExecuteReader();
        return reader.Read() && reader.GetInt64(0) == unit.Epoch
            ? UnitOutcome.OutOfSequence(unit.App, unit.SequenceBefore + 1, reader.GetInt64(1))
            : new UnitOutcome.Fenced();
    }

    /// <summary>The params of a run that was just dispatched; null if its row is in an end state and stayed so.</summary>
    private static string? Params(SqliteConnection connection, RunRow row)
    {
        if (row.OwnParams is not null)
        {
            return row.OwnParams;
        }
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT params FROM run WHERE app_id = @app AND id = @id AND state = 'Dispatched'";
        command.Parameters.AddWithValue("@app", row.AppId);
        command.Parameters.AddWithValue("@id", row.Run.Id.ToString());
        return (string?)command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
