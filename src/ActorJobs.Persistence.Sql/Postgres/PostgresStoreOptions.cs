using ActorJobs.Scheduler.Stores;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>How the store on PostgreSQL is opened. The three time-outs must be shorter than a lease: a stopped server may not hold a row for longer
/// than it may own it.</summary>
/// <param name="ConnectionString">Where the database is and who logs in, in Npgsql's words. The user may create a schema, or the schema
/// <c>actorjobs</c> exists and is its own.</param>
public sealed record PostgresStoreOptions(string ConnectionString)
{
    private const string Example = "Host=127.0.0.1;Username=actorjobs;Password=…;Database=actorjobs";

    /// <summary>How long the server lets one statement run; more than zero.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a claim or a commit waits for a row that another session holds; more than zero.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server lets a transaction wait for its client; more than zero.</summary>
    public TimeSpan IdleInTransactionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long reading an app's contents may take; it holds no locks, and may take longer than the rest.</summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long opening a connection may take; whole seconds, 1 or more.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the holder of the store's lock looks whether it still has it.</summary>
    public TimeSpan LockCheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The name in <c>pg_stat_activity</c>.</summary>
    public string ApplicationName { get; init; } = "actorjobs";

    /// <summary>The most connections for claims and reads, beside the writer's; 1 or more.</summary>
    public int MaxConnections { get; init; } = 10;

    /// <summary>How many writes one transaction takes at most, roughly; 1 or more.</summary>
    public int MaxGroupWrites { get; init; } = 4_000;

    /// <summary>How much of the logs of runs is kept.</summary>
    public LogLimits Logs { get; init; } = new();

    /// <summary>What is wrong with a connection string, and what to do, in words that do not show it; null if it is well formed.</summary>
    public static string? MistakeIn(string connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return $"expected something such as {Example}.";
        }

        if (connectionString.Contains("://", StringComparison.Ordinal))
        {
            return $"an address such as postgres://… is not taken; write it as {Example}.";
        }

        try
        {
            var words = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(words.Host) ? $"the Host is missing in it; expected something such as {Example}."
                : string.IsNullOrEmpty(words.Username) ? $"the Username is missing in it; expected something such as {Example}."
                : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            return $"Npgsql does not understand it: {error.Message.TrimEnd('.')}. Expected something such as {Example}.";
        }
    }

    /// <summary>The connection string without its password, for lists of settings.</summary>
    public static string WithoutPassword(string connectionString)
    {
        if (MistakeIn(connectionString) is not null)
        {
            return "";
        }

        var words = new NpgsqlConnectionStringBuilder(connectionString);
        words.Remove(nameof(words.Password));
        words.Remove("SSL Password");
        return words.ConnectionString;
    }
}
