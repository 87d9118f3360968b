using ActorJobs.Errors;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>Opens connections to one database file.</summary>
internal sealed class SqliteConnections(SqliteStoreOptions options)
{
    /// <summary>3.35 has RETURNING.</summary>
    private const int OldestVersion = 3_035_000;

    private static readonly Lazy<bool> Native = new(static () =>
    {
        try
        {
            SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
            CheckVersion(SQLitePCL.raw.sqlite3_libversion_number());
            return true;
        }
        catch (DllNotFoundException error)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"The library of SQLite cannot be loaded on this system: {error.Message} Put a libe_sqlite3 of version 3.35 or newer beside the "
                    + "program, or use PostgreSQL."
            );
        }
    });

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(options.Path),
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = false,
        ForeignKeys = true,
        DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
    }.ConnectionString;

    /// <summary>The connection that writes. Each commit is on disk when it returns: the log is synced every time.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = Open("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        if (command.ExecuteScalar() is string and not "wal")
        {
            connection.Dispose();
            throw new StoreOpenException(
                ErrorCodes.StoreNotDurable,
                $"The SQLite database {options.Path} cannot use a write-ahead log. Put it on a local file system."
            );
        }
        return connection;
    }

    /// <summary>A connection that only reads, beside the writer.</summary>
    public SqliteConnection OpenReader() => Open("PRAGMA query_only = ON");

    /// <summary>Refuses a library that does not understand the statements here.</summary>
    /// <param name="version">As SQLite tells it: 3.35.5 is 3035005.</param>
    /// <exception cref="StoreOpenException">It is too old.</exception>
    public static void CheckVersion(int version)
    {
        if (version < OldestVersion)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"The library of SQLite has version {version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}; 3.35 or newer is needed. Put a newer "
                    + "libe_sqlite3 beside the program, or use PostgreSQL."
            );
        }
    }

    private SqliteConnection Open(string settings)
    {
        _ = Native.Value;
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Two constant texts of this class.
            command.CommandText = settings;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
