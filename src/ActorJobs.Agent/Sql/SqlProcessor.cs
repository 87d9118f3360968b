using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ActorJobs.Agent.Params;
using ActorJobs.Agent.Settings;
using ActorJobs.Errors;
using ActorJobs.Worker;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ActorJobs.Agent.Sql;

/// <summary>Runs statements in a database that the agent's settings name.</summary>
internal sealed class SqlProcessor(AgentSettings settings, TimeProvider time) : AgentProcessor
{
    private const int MostRows = 10_000;

    /// <summary>Of the JSON of all rows; a result may have 1 MiB.</summary>
    private const int MostBytes = 512 * 1024;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    static SqlProcessor() => SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Fields { get; } =
    ["connection", "kind", "connectionString", "text", "parameters", "timeout", "maxRows"];

    /// <inheritdoc/>
    protected override async Task<ProcessResult> RunAsync(TaskContext context, ParamFields fields, CancellationToken cancellationToken)
    {
        var database = Database(fields);
        var text = fields.RequiredText("text", "the text of a statement");
        var timeout = fields.Duration("timeout", s_timeout);
        var mostRows = fields.Number("maxRows", 1000, least: 0, MostRows);
        var parameters = Parameters(fields);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var connection = Open(database);
            await connection.OpenAsync(either.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            // Its own limit is in whole seconds, and told worse.
            command.CommandTimeout = 0;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
            return ProcessResult.Success(await RunAsync(connection, command, mostRows, either.Token));
        }
        catch (Exception exception) when (either.IsCancellationRequested && exception is DbException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var span = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return ProcessResult.Failure($"The statement was cancelled, as it took longer than {span} s.", ErrorCodes.SqlFailed);
        }
        catch (PostgresException exception)
        {
            var place = exception.Position > 0 ? string.Create(CultureInfo.InvariantCulture, $", at character {exception.Position}") : "";
            var detail = string.IsNullOrEmpty(exception.Detail) ? "" : $" {exception.Detail}";
            return ProcessResult.Failure(
                $"PostgreSQL refused the statement: {exception.MessageText} (SQLSTATE {exception.SqlState}{place}).{detail}",
                ErrorCodes.SqlFailed
            );
        }
        catch (DbException exception)
        {
            return ProcessResult.Failure($"The statement failed: {exception.Message}", ErrorCodes.SqlFailed);
        }
    }

    private SqlConnectionSettings Database(ParamFields fields)
    {
        if (fields.Has("connectionString"))
        {
            var kind = fields.RequiredText("kind", SqlKinds.Expected);
            return !settings.AllowsConnectionStrings
                    ? throw new RefusedException(
                        ErrorCodes.NotAllowed,
                        "The params have a 'connectionString', which the setting agent.sql.allow-connection-strings does not allow; name a 'connection' of the agent."
                    )
                : SqlKinds.ByWord.TryGetValue(kind, out var known)
                    ? new SqlConnectionSettings(known, fields.RequiredText("connectionString", "a connection string"))
                : throw new ParamsException($"The field 'kind' of the params is '{kind}'; {SqlKinds.Expected} is expected.");
        }
        var name = fields.RequiredText("connection", "the name of a database of the agent's settings");
        return settings.Databases.TryGetValue(name, out var database)
            ? database
            : throw new ParamsException(
                $"The field 'connection' of the params is '{name}', which agent.sql.connections does not have."
                    + (
                        settings.Databases.Count is 0 ? " It has none."
                        : NearMatches.Hint(name, settings.Databases.Keys) is { Length: > 0 } hint ? hint
                        : $" It has {string.Join(", ", settings.Databases.Keys)}."
                    )
            );
    }

    private static DbConnection Open(SqlConnectionSettings database)
    {
        try
        {
            return database.Kind is SqlKind.PostgreSql
                ? new NpgsqlConnection(database.ConnectionString)
                : new SqliteConnection(database.ConnectionString);
        }
        catch (ArgumentException exception)
        {
            // Not its own message: that may have a part of the text in it.
            throw new RefusedException(
                ErrorCodes.SqlFailed,
                $"The connection string of this database cannot be read ({exception.GetType().Name})."
            );
        }
    }

    private static async Task<SqlRows> RunAsync(
        DbConnection connection,
        DbCommand command,
        int mostRows,
        CancellationToken cancellationToken
    )
    {
        // SQLite works on the caller's thread, and is cancelled from another one.
        if (connection is SqliteConnection sqlite)
        {
            using var interrupt = cancellationToken.UnsafeRegister(_ => SQLitePCL.raw.sqlite3_interrupt(sqlite.Handle), null);
            return await Task.Run(() => ReadAsync(command, mostRows, CancellationToken.None), CancellationToken.None);
        }
        return await ReadAsync(command, mostRows, cancellationToken);
    }

    private static async Task<SqlRows> ReadAsync(DbCommand command, int mostRows, CancellationToken cancellationToken)
    {
        var columns = new List<string>();
        var rows = new List<IReadOnlyList<JsonElement>>();
        var isCut = false;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        for (var isFirst = true; isFirst || await reader.NextResultAsync(cancellationToken); isFirst = false)
        {
            // Of several statements the last one with rows counts.
            if (reader.FieldCount is 0)
            {
                continue;
            }
            columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            (rows, isCut) = (new List<IReadOnlyList<JsonElement>>(), false);
            var bytes = 0;
            while (!isCut && await reader.ReadAsync(cancellationToken))
            {
                var row = Enumerable.Range(0, reader.FieldCount).Select(column => SqlValues.ToJson(reader.GetValue(column))).ToList();
                bytes += row.Sum(value => value.GetRawText().Length + 1);
                isCut = rows.Count >= mostRows || bytes > MostBytes;
                if (!isCut)
                {
                    rows.Add(row);
                }
            }
        }
        return new SqlRows(columns, rows, isCut, reader.RecordsAffected);
    }

    private static List<(string Name, object Value)> Parameters(ParamFields fields)
    {
        if (fields.Value("parameters") is not { } parameters)
        {
            return [];
        }
        return parameters.ValueKind is JsonValueKind.Object
            ? [.. parameters.EnumerateObject().Select(field => (field.Name, SqlValues.FromJson(field.Name, field.Value)))]
            : throw ParamFields.Wrong("parameters", parameters, "an object with the values of the statement's parameters");
    }
}
