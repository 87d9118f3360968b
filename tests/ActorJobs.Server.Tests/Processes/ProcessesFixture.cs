using ActorJobs.Tests.Postgres;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>What the process tests share: one PostgreSQL server, started when the first of them needs it.</summary>
public sealed class ProcessesFixture : IAsyncLifetime, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private PostgresServer? _postgres;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    public void Dispose() => _gate.Dispose();

    internal async Task<PostgresServer> PostgresAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _postgres ??= await PostgresServer.StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }
}

/// <summary>All process tests, one after the other: each has the machine for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessesGroup : ICollectionFixture<ProcessesFixture>
{
    public const string Name = "processes";
}
