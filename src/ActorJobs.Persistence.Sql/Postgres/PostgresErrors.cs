using ActorJobs.Scheduler.Stores;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>Tells what an error of PostgreSQL, or of the way to it, means.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether the server itself said that the transaction has failed. A session that was ended is another matter: it may have committed just before.</summary>
    public static bool IsRefusal(Exception error) => error is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>The error as users of the store are told it.</summary>
    public static Exception Translate(Exception error, string where) =>
        error switch
        {
            PostgresException refusal when !IsUnavailable(refusal) => refusal,
            PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled } late =>
                new StoreUnavailableException(
                    $"PostgreSQL at {where} did not get through in time: {late.MessageText}. Another session holds a row, or the server is overloaded.",
                    late
                ),
            PostgresException refusal => new StoreUnavailableException(
                $"PostgreSQL at {where} does not serve just now: {refusal.MessageText} (SQLSTATE {refusal.SqlState}).",
                refusal
            ),
            NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException => new StoreUnavailableException(
                $"PostgreSQL at {where} cannot be reached: {Innermost(error)}",
                error
            ),
            _ => error,
        };

    /// <summary>Classes 08 (connection), 25 (read-only), 28 and 3D (log-in), 53 (resources), 57 (ended or cut), 58 (system); and locks that were not
    /// had in time.</summary>
    private static bool IsUnavailable(PostgresException error) =>
        error.InvariantSeverity is "FATAL" or "PANIC"
        || error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
        || error.SqlState[..2] is "08" or "25" or "28" or "3D" or "53" or "57" or "58";

    private static string Innermost(Exception error) =>
        error.InnerException is null ? error.Message : $"{error.Message} ({error.GetBaseException().Message})";
}
