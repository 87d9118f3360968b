using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace ActorJobs.Persistence.Sql;

/// <summary>Short forms of ADO.NET for statements with named parameters.</summary>
internal static class DbConnectionExtensions
{
    /// <summary>A command with its parameters.</summary>
    [SuppressMessage(
        "Security",
        "CA2100",
        Justification = "The statements are written in this project; what users give comes as parameters."
    )]
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>Every row, mapped.</summary>
    public static async ValueTask<List<T>> ListAsync<T>(
        this DbCommand command,
        Func<DbDataReader, T> map,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<T>();
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(map(reader));
            }
        }
        return rows;
    }

    /// <summary>The first row, mapped, or the default.</summary>
    public static async ValueTask<T?> FirstAsync<T>(
        this DbCommand command,
        Func<DbDataReader, T> map,
        CancellationToken cancellationToken
    ) => await command.ListAsync(map, cancellationToken) is [var first, ..] ? first : default;

    /// <summary>The number of rows changed.</summary>
    public static async ValueTask<int> RunAsync(this DbCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
