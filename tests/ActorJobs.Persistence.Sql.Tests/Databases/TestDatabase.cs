using ActorJobs.Persistence.Sql;

namespace ActorJobs.Persistence.Sql.Tests.Databases;

/// <summary>An empty database for one test; disposing closes all that was opened on it, and removes what the test left.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    private readonly List<SqlStore> _opened = [];

    public TimeProvider Clock { get; } = TimeProvider.System;

    /// <summary>What stands before the names of the tables.</summary>
    public abstract string Prefix { get; }

    /// <summary>Opens the store; the first time its tables are made.</summary>
    public async Task<SqlStore> OpenAsync()
    {
        var store = await OpenStoreAsync();
        lock (_opened)
        {
            _opened.Add(store);
        }
        return store;
    }

    /// <summary>Runs a statement past the store.</summary>
    public abstract Task ExecuteAsync(string sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }
        _opened.Clear();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<SqlStore> OpenStoreAsync();

    protected abstract ValueTask RemoveAsync();
}
