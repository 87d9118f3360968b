using Npgsql;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>A column that a statement writes, and where its value is in a row of the commit.</summary>
internal abstract class Column<TRow>(string name, string type)
{
    public string Name { get; } = name;

    /// <summary>The type in PostgreSQL.</summary>
    public string Type { get; } = type;

    /// <summary>The values of all rows as one array, for unnest.</summary>
    public abstract NpgsqlParameter ToPostgres(IReadOnlyList<TRow> rows);

    /// <summary>The value of one row.</summary>
    public abstract object ToSqlite(TRow row);
}

/// <inheritdoc />
internal sealed class Column<TRow, TValue>(string name, string type, Func<TRow, TValue> get) : Column<TRow>(name, type)
{
    public override NpgsqlParameter ToPostgres(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = get(rows[index]);
        }
        return new NpgsqlParameter<TValue[]> { TypedValue = values };
    }

    public override object ToSqlite(TRow row) =>
        get(row) switch
        {
            null => DBNull.Value,
            Guid id => id.ToString("D"),
            var value => value,
        };
}
