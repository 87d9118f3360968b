using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>Tells what an error of SQLite means.</summary>
internal static class SqliteErrors
{
    /// <summary>Whether the database cannot be used just now: another process holds it, the disk is full or fails.</summary>
    public static bool IsUnavailable(SqliteException error) =>
        error.SqliteErrorCode
            is SQLITE_BUSY
                or SQLITE_LOCKED
                or SQLITE_FULL
                or SQLITE_IOERR
                or SQLITE_CANTOPEN
                or SQLITE_READONLY
                or SQLITE_PERM
                or SQLITE_INTERRUPT;

    /// <summary>Whether a COMMIT that ended so may still stand in the log: its frames were written, and the sync failed.</summary>
    public static bool LeavesCommitInDoubt(SqliteException error) => error.SqliteErrorCode == SQLITE_IOERR;

    /// <summary>The error as users of the store are told it.</summary>
    public static Exception Translate(SqliteException error, string path) =>
        IsUnavailable(error) ? new StoreUnavailableException($"The SQLite database {path} does not serve just now: {Words(error)}", error)
        : error.SqliteErrorCode is SQLITE_NOTADB or SQLITE_CORRUPT
            ? new StoreOpenException(
                ErrorCodes.StoreDamaged,
                $"The file {path} is no SQLite database, or a damaged one ({error.Message}). Give another path, or restore a backup."
            )
        : error;

    private static string Words(SqliteException error) =>
        error.SqliteErrorCode switch
        {
            SQLITE_FULL => $"the disk is full ({error.Message}). Make room; nothing was written.",
            SQLITE_INTERRUPT => $"a read took too long ({error.Message}).",
            SQLITE_BUSY or SQLITE_LOCKED => $"another process holds it ({error.Message}). Close other programs that write to it.",
            SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_READONLY =>
                $"the file or its folder cannot be opened for writing ({error.Message}). Check that they exist and their rights.",
            _ => error.Message,
        };
}
