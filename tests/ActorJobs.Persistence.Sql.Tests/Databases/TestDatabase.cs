using ActorJobs.Persistence.Sql;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Databases;

/// <summary>An empty database for one test; disposing closes all that was opened on it, and removes what the test left.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    private readonly List<SqlStore> _opened = [];

    public TimeProvider Clock { get; } = TimeProvider.System;

    /// <summary>What stands before the names of the tables.</summary>
    public abstract string Prefix { get; }

    /// <summary>Opens the store; the first time its tables are made.</summary>
    public Task<SqlStore> OpenAsync() => OpenAsync(new LogLimits());

    /// <summary>Opens the store, which keeps so much of the logs of runs.</summary>
    public async Task<SqlStore> OpenAsync(LogLimits logs)
    {
        var store = await OpenStoreAsync(logs);
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

    protected abstract Task<SqlStore> OpenStoreAsync(LogLimits logs);

    protected abstract ValueTask RemoveAsync();
}
