using System.Diagnostics.CodeAnalysis;
using ActorJobs.Persistence.Sql.Rows;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>A prepared statement that writes one row at a time.</summary>
internal sealed class SqliteStatement<TRow> : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly Column<TRow>[] _columns;
    private readonly string[] _extras;

    /// <param name="connection">Where it runs.</param>
    /// <param name="sql">Its parameters are named after the columns.</param>
    /// <param name="columns">What it takes of a row.</param>
    /// <param name="extras">The names of further parameters, numbers that the caller gives.</param>
    [SuppressMessage("Security", "CA2100", Justification = "The statements are written in this project.")]
    public SqliteStatement(SqliteConnection connection, string sql, Column<TRow>[] columns, params string[] extras)
    {
        _columns = columns;
        _extras = extras;
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in columns.Select(static column => column.Name).Concat(extras))
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"@{name}", Value = DBNull.Value });
        }
    }

    /// <summary>Writes the row.</summary>
    /// <returns>How many rows of the table have changed.</returns>
    public int Execute(TRow row, params ReadOnlySpan<long> extras)
    {
        for (var index = 0; index < _columns.Length; index++)
        {
            _command.Parameters[index].Value = _columns[index].ToSqlite(row);
        }
        for (var index = 0; index < _extras.Length; index++)
        {
            _command.Parameters[_columns.Length + index].Value = extras[index];
        }
        return _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
