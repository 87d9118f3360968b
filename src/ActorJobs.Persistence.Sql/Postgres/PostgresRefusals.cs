using System.Security.Authentication;
using ActorJobs.Errors;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>Tells which errors of the first connection are of no use to wait out, and what to do about them.</summary>
internal static class PostgresRefusals
{
    private const string UnsupportedInPooling = "pooling mode";

    /// <summary>The refusal that an error means; null if it may pass by itself.</summary>
    public static StoreOpenException? Of(Exception error, string connectionString, string where)
    {
        var words = new NpgsqlConnectionStringBuilder(connectionString);
        return error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } pooler
                when pooler.MessageText.Contains(UnsupportedInPooling, StringComparison.Ordinal) => PostgresPooler.Refusal(
                where,
                $"says '{pooler.MessageText}'"
            ),
            PostgresException refusal => OfServer(refusal, words, where),
            NpgsqlException when error.InnerException is AuthenticationException tls => new StoreOpenException(
                ErrorCodes.StoreLoginRefused,
                $"The encrypted connection to PostgreSQL at {where} fails: {tls.GetBaseException().Message} Mend the certificate of the server, or the "
                    + "SSL settings of the connection string."
            ),
            NpgsqlException when error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => new StoreOpenException(
                ErrorCodes.StoreLoginRefused,
                $"PostgreSQL at {where} wants a password for the user {words.Username}, and the connection string has none. Add Password=…"
            ),
            NpgsqlException when error.Message.Contains("SSL", StringComparison.Ordinal) && error.InnerException is null =>
                new StoreOpenException(
                    error.Message.Contains("unknown response", StringComparison.OrdinalIgnoreCase)
                        ? ErrorCodes.StoreNotPostgres
                        : ErrorCodes.StoreLoginRefused,
                    $"PostgreSQL does not answer at {where} as it should: {error.Message} Look whether host and port are those of PostgreSQL, and whether it "
                        + "speaks TLS."
                ),
            _ => null,
        };
    }

    private static StoreOpenException? OfServer(PostgresException error, NpgsqlConnectionStringBuilder words, string where) =>
        error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StoreOpenException(
                ErrorCodes.StoreLoginRefused,
                $"PostgreSQL at {where} does not let the user {words.Username} in: {error.MessageText}. Correct user and password in the connection string, or "
                    + "the server's pg_hba.conf."
            ),
            PostgresErrorCodes.InvalidCatalogName => new StoreOpenException(
                ErrorCodes.StoreDatabaseMissing,
                $"PostgreSQL at {where} has no such database. Let an administrator run: CREATE DATABASE \"{words.Database ?? words.Username}\" OWNER "
                    + $"\"{words.Username}\" ENCODING 'UTF8' TEMPLATE template0; or correct the name in the connection string."
            ),
            PostgresErrorCodes.InsufficientPrivilege => new StoreOpenException(
                ErrorCodes.StoreRightsMissing,
                $"The user {words.Username} lacks a right at {where}: {error.MessageText}. Let an administrator make him the owner of the schema actorjobs and "
                    + "of all tables in it."
            ),
            PostgresErrorCodes.ProtocolViolation => new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"What answers at {where} refuses the session: {error.MessageText}. If it is a pooler, let it pass this, or give the address of PostgreSQL itself."
            ),
            _ => null,
        };
}
