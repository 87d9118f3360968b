using ActorJobs.Persistence.Sql.Rows;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>A statement that takes any number of rows, as one array a column; so it is prepared once, and a group is as many statements as it has
/// kinds of writes.</summary>
internal sealed class PostgresStatement<TRow>
{
    private readonly string _sql;
    private readonly Column<TRow>[] _columns;

    /// <param name="columns">What it takes of each row.</param>
    /// <param name="write">Makes the statement from the relation that holds the rows, with the columns' names, and the parameter that holds the
    /// transaction's mark.</param>
    public PostgresStatement(Column<TRow>[] columns, Func<string, string, string> write)
    {
        _columns = columns;
        var arrays = string.Join(", ", columns.Select(static (column, index) => $"${index + 1}::{column.Type}[]"));
        var names = string.Join(", ", columns.Select(static column => column.Name));
        _sql = write($"unnest({arrays}) AS w({names})", $"${columns.Length + 1}");
    }

    /// <summary>The statement for these rows, in the transaction of this mark.</summary>
    public NpgsqlBatchCommand For(IReadOnlyList<TRow> rows, long mark)
    {
#pragma warning disable CA2100 // The statements are written in this project.
        var command = new NpgsqlBatchCommand(_sql);
#pragma warning restore CA2100
        foreach (var column in _columns)
        {
            command.Parameters.Add(column.ToPostgres(rows));
        }
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = mark });
        return command;
    }
}
