using ActorJobs.Persistence.Sql;
using ActorJobs.Scheduler.Secrets;

namespace ActorJobs.Server.Hosting;

/// <summary>The store, once it is open: the server holds its port before that, and says meanwhile what it waits for.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private (SqlStore Store, StoreOwnership? Ownership, SecretKey? SecretKey)? _opened;

    /// <summary>The store.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public SqlStore Store => Opened.Store;

    /// <summary>The lock that keeps other servers off it; null if it is shared by the nodes of a cluster.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public StoreOwnership? Ownership => Opened.Ownership;

    /// <summary>What the values of secrets are encrypted with in it; null if there is no key.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public SecretKey? SecretKey => Opened.SecretKey;

    private (SqlStore Store, StoreOwnership? Ownership, SecretKey? SecretKey) Opened =>
        _opened ?? throw new InvalidOperationException("The store is asked for before it is open.");

    /// <summary>Notes that it is open.</summary>
    public void Set(SqlStore store, StoreOwnership? ownership, SecretKey? secretKey) => _opened = (store, ownership, secretKey);

    /// <summary>Gives up the lock, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_opened is { } opened)
        {
            if (opened.Ownership is { } ownership)
            {
                await ownership.DisposeAsync();
            }

            await opened.Store.DisposeAsync();
        }
    }
}
