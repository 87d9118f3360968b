using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Commits;
using ActorJobs.Persistence.Sql.Rows;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>One group as a batch: the compare-and-set of all apps, and then, phase by phase, one statement for each kind of write that occurs. The phases of
/// different apps stand beside each other.</summary>
internal sealed class PostgresGroup
{
    private readonly IReadOnlyList<CommitUnit> _units;
    private readonly List<NpgsqlBatchCommand> _commands = [];

    /// <summary>What the statements that answer are about, in their order: the rows of an insert, or none for an update.</summary>
    private readonly List<List<RunRow>> _answers = [];

    private readonly Dictionary<long, Answer> _runs = [];

    /// <param name="units">Of different claims.</param>
    /// <param name="mark">Told apart from those of other transactions.</param>
    public PostgresGroup(IReadOnlyList<CommitUnit> units, long mark)
    {
        _units = units;
        _commands.Add(PostgresStatements.Advance.For(units, mark));
        var phases = units.Select(static unit => unit.Phases()).ToList();
        var count = phases.Max(static list => list.Count);
        for (var index = 0; index < count; index++)
        {
            AddPhase([.. phases.Where(list => list.Count > index).Select(list => list[index])], mark);
        }
    }

    /// <summary>Sends the batch, and waits until the server has committed.</summary>
    public async ValueTask<IReadOnlyList<UnitOutcome>> RunAsync(NpgsqlConnection connection)
    {
        var apps = new Dictionary<long, (long Epoch, long Sequence, bool Advanced)>();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in _commands)
        {
            batch.BatchCommands.Add(command);
        }
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                apps.Add(reader.GetInt64(0), (reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3)));
            }
            foreach (var inserted in _answers)
            {
                await reader.NextResultAsync();
                await ReadRunsAsync(reader, inserted);
            }
            // The answer to COMMIT is behind the last result.
            while (await reader.NextResultAsync()) { }
        }
        return await OutcomesAsync(connection, apps);
    }

    private void AddPhase(List<CommitPhase> phases, long mark)
    {
        Add(PostgresStatements.ConfigureApps, phases, static phase => phase.Configured, mark);
        Add(PostgresStatements.HoldApps, phases, static phase => phase.Held, mark);
        Add(PostgresStatements.DeleteJobs, phases, static phase => phase.JobsDeleted, mark);
        Add(PostgresStatements.WriteJobs, phases, static phase => phase.JobsWritten, mark);
        Add(PostgresStatements.RedefineJobs, phases, static phase => phase.JobsRedefined, mark);
        Add(PostgresStatements.WritePauses, phases, static phase => phase.PausesWritten, mark);
        Add(PostgresStatements.DeleteSchedules, phases, static phase => phase.SchedulesDeleted, mark);
        Add(PostgresStatements.WriteSchedules, phases, static phase => phase.SchedulesWritten, mark);
        Add(PostgresStatements.DeleteSecrets, phases, static phase => phase.SecretsDeleted, mark);
        Add(PostgresStatements.WriteSecrets, phases, static phase => phase.SecretsWritten, mark);
        if (Add(PostgresStatements.InsertRuns, phases, static phase => phase.RunsInserted, mark) is { Count: > 0 } inserted)
        {
            _answers.Add(inserted);
        }
        Add(PostgresStatements.InsertKeys, phases, static phase => phase.RunsNamed, mark);
        Add(PostgresStatements.ReopenRuns, phases, static phase => phase.RunsReopened, mark);
        Add(PostgresStatements.InsertWorkflowEvents, phases, static phase => phase.WorkflowEvents, mark);
        Add(PostgresStatements.WriteWorkflowSnapshots, phases, static phase => phase.WorkflowSnapshots, mark);
        Add(PostgresStatements.TruncateWorkflowEvents, phases, static phase => phase.WorkflowSnapshots, mark);
        if (Add(PostgresStatements.UpdateRuns, phases, static phase => phase.RunsUpdated, mark).Count > 0)
        {
            _answers.Add([]);
        }
        Add(PostgresStatements.WriteNotifications, phases, static phase => phase.NotificationsWritten, mark);
        Add(PostgresStatements.TellWaits, phases, static phase => phase.WaitsTold, mark);
        Add(PostgresStatements.InsertAttempts, phases, static phase => phase.AttemptsEnded, mark);
        Add(PostgresStatements.InsertStaleReports, phases, static phase => phase.StaleReports, mark);
    }

    private List<TRow> Add<TRow>(
        PostgresStatement<TRow> statement,
        List<CommitPhase> phases,
        Func<CommitPhase, IEnumerable<TRow>> rowsOf,
        long mark
    )
    {
        List<TRow> rows = [.. phases.SelectMany(rowsOf)];
        if (rows.Count > 0)
        {
            _commands.Add(statement.For(rows, mark));
        }
        return rows;
    }

    private async ValueTask ReadRunsAsync(NpgsqlDataReader reader, List<RunRow> inserted)
    {
        foreach (var row in inserted)
        {
            RunsOf(row.AppId).Existing.Add(row.Run.Id);
        }
        while (await reader.ReadAsync())
        {
            var runs = RunsOf(reader.GetInt64(0));
            var run = new RunId(reader.GetGuid(1));
            runs.Existing.Remove(run);
            if (reader[2] is string text)
            {
                runs.Params[run] = text;
            }
        }
    }

    private Answer RunsOf(long app) => _runs.TryGetValue(app, out var runs) ? runs : _runs[app] = new Answer([], []);

    private async ValueTask<IReadOnlyList<UnitOutcome>> OutcomesAsync(
        NpgsqlConnection connection,
        Dictionary<long, (long Epoch, long Sequence, bool Advanced)> apps
    )
    {
        var unseen = _units.Where(unit => !apps.ContainsKey(unit.AppId)).Select(static unit => unit.AppId).ToArray();
        var held = unseen.Length == 0 ? [] : await ExistingAsync(connection, unseen);
        return
        [
            .. _units.Select(unit =>
                apps.TryGetValue(unit.AppId, out var app) ? Outcome(unit, app.Epoch, app.Sequence, app.Advanced)
                : held.Contains(unit.AppId) ? new UnitOutcome.Deferred()
                : new UnitOutcome.Fenced()
            ),
        ];
    }

    private UnitOutcome Outcome(CommitUnit unit, long epoch, long sequence, bool advanced)
    {
        if (epoch != unit.Epoch)
        {
            return new UnitOutcome.Fenced();
        }
        if (sequence != unit.SequenceBefore)
        {
            return UnitOutcome.OutOfSequence(unit.App, unit.SequenceBefore + 1, sequence);
        }
        if (!advanced)
        {
            return new UnitOutcome.Deferred();
        }
        var runs = RunsOf(unit.AppId);
        return new UnitOutcome.Committed(runs.Params, runs.Existing);
    }

    /// <summary>Which of the apps whose rows could not be locked are there at all. The group has committed: if this question fails, it is asked again with the next
    /// attempt of those apps.</summary>
    private static async ValueTask<HashSet<long>> ExistingAsync(NpgsqlConnection connection, long[] apps)
    {
        try
        {
            return
            [
                .. await connection
                    .Command("SELECT id FROM actorjobs.app WHERE id = ANY (@ids)", ("@ids", apps))
                    .ListAsync(static row => row.GetInt64(0), CancellationToken.None),
            ];
        }
        catch (NpgsqlException)
        {
            return [.. apps];
        }
    }

    /// <summary>What the store said of an app's runs: the params of those that are dispatched, and those that were there already.</summary>
    private sealed record Answer(Dictionary<RunId, string> Params, HashSet<RunId> Existing);
}
