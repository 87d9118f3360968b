using ActorJobs.Errors;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>
/// Finds a pooler that gives the connection of one session to another one between two transactions. There the store's lock, which a session holds, would be
/// held by nobody; neither would settings stay, nor notices arrive.
/// </summary>
internal static class PostgresPooler
{
    private const int Rounds = 3;

    /// <summary>
    /// Two sessions that are open at the same time have two processes on the server, and each keeps its own. The one here says its process and is idle; then a second
    /// one begins a transaction, for which such a pooler takes the connection that was used last, or makes the first change over when it is asked again.
    /// </summary>
    /// <exception cref="StoreOpenException">There is such a pooler.</exception>
    public static async ValueTask CheckAsync(NpgsqlConnection first, PostgresConnections connections, CancellationToken cancellationToken)
    {
        await using var second = await connections.OpenSetupAsync(cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            var mine = await ProcessAsync(first, cancellationToken);
            await using var transaction = await second.BeginTransactionAsync(cancellationToken);
            var other = await ProcessAsync(second, cancellationToken);
            if (mine == other || await ProcessAsync(first, cancellationToken) != mine)
            {
                throw Refusal(connections.Where, "passes a session from one connection to another");
            }
        }
    }

    /// <summary>The refusal of a pooler.</summary>
    public static StoreOpenException Refusal(string where, string what) =>
        new(
            ErrorCodes.StorePooled,
            $"At {where} a pooler in transaction or statement mode answers: it {what}, and the store's lock would not hold. Give the address of "
                + "PostgreSQL itself, or set the pooler to session mode (pgbouncer: pool_mode = session)."
        );

    private static ValueTask<int> ProcessAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Command("SELECT pg_backend_pid()").FirstAsync(static row => row.GetInt32(0), cancellationToken);
}
