using System.Data.Common;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql;

/// <summary>What claims, loads and queries need of a database, beside the SQL that both understand.</summary>
internal abstract class SqlDatabase : IAsyncDisposable
{
    /// <summary>What stands before the name of a table.</summary>
    public abstract string Prefix { get; }

    /// <summary>What a SELECT ends with to lock its rows for the transaction; empty where a transaction has the whole database.</summary>
    public abstract string LockRows { get; }

    /// <summary>As <see cref="LockRows"/>, passing over rows that others have locked.</summary>
    public abstract string SkipLockedRows { get; }

    /// <summary>The tables of the logs of runs; none where they are files.</summary>
    public virtual IReadOnlyList<string> LogTables => [];

    /// <summary>A run's id as a parameter.</summary>
    public abstract object Parameter(RunId run);

    /// <summary>Texts as one parameter, for <see cref="IsOneOf"/>.</summary>
    public abstract object Parameter(IReadOnlyCollection<string> texts);

    /// <summary>The condition that a column is one of the texts of a parameter.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>How long one statement of a read may take.</summary>
    public abstract TimeSpan ReadTimeout { get; }

    /// <summary>Whether a read failed because it took longer than it may.</summary>
    public abstract bool IsOutOfTime(Scheduler.Stores.StoreUnavailableException error);

    /// <summary>Reads on a connection of its own, each statement by itself.</summary>
    /// <exception cref="Scheduler.Stores.StoreUnavailableException">The database is away.</exception>
    public abstract ValueTask<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    );

    /// <summary>Reads with all statements seeing the same moment.</summary>
    /// <exception cref="Scheduler.Stores.StoreUnavailableException">The database is away.</exception>
    public abstract ValueTask<T> ReadConsistentlyAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    );

    /// <summary>Writes in one transaction, beside the group-committing writer. When this throws, the transaction may still have committed.</summary>
    /// <exception cref="Scheduler.Stores.StoreUnavailableException">The database is away.</exception>
    public abstract ValueTask<T> WriteAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> write,
        CancellationToken cancellationToken
    );

    /// <summary>Tells other servers, if there can be any, that the list of apps has changed; with the end of the transaction.</summary>
    public virtual ValueTask TellOfAppsAsync(DbConnection connection, CancellationToken cancellationToken) => default;

    /// <summary>The time by the clock that all users of the database share.</summary>
    public abstract ValueTask<Instant> NowAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
