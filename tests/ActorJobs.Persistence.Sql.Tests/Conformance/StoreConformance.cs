using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Tests.Databases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>What every part of the conformance suite stands on: an empty database, and a store opened on it. The suite runs on each kind of database.</summary>
public abstract class StoreConformance(TestDatabase database) : IAsyncLifetime
{
    protected TestDatabase Database { get; } = database;

    protected SqlStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await Database.OpenAsync();

    public async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>Makes an app and claims it.</summary>
    protected async Task<TestOwner> OwnAsync(string app = "shop")
    {
        await Store.CreateAsync(app);
        return await TestOwner.ClaimAsync(Store, app);
    }

    /// <summary>Everything of a run that the store holds.</summary>
    protected async Task<Scheduler.Stores.RunRecord> ReadAsync(Core.Runs.Run run, string app = "shop") =>
        (await Store.Queries.FindRunAsync(app, run.Id)).ShouldNotBeNull();
}
