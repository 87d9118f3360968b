using ActorJobs.Core.Apps;
using ActorJobs.Persistence.Sql.Tests.Conformance;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>No room left: nothing is written by halves, the cause is told, and when there is room again writing goes on.</summary>
[Collection(PostgresTests.Name)]
public sealed class DiskFullTests(PostgresFixture fixture)
{
    private const int RoomLeft = 200 * 1024;

    [MountFact]
    public async Task Sqlite_OnAFullDisk_RollsBackAndGoesOnWhenThereIsRoom()
    {
        await using var disk = await SmallDisk.MountAsync(8);
        await using var database = new SqliteTestDatabase(Path.Combine(disk.Path, "store"));
        var store = await database.OpenAsync();
        await FillAndGoOnAsync(store, disk);
    }

    [MountFact]
    public async Task Postgres_OnAFullDisk_RollsBackAndGoesOnWhenThereIsRoom()
    {
        await using var disk = await SmallDisk.MountAsync(8);
        await disk.GiveToAsync("postgres");
        await using (var database = new PostgresTestDatabase(fixture.Server))
        {
            var store = await database.OpenAsync();
            await database.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{disk.Path}'");
            await database.ExecuteAsync("ALTER TABLE actorjobs.run SET TABLESPACE small");
            await FillAndGoOnAsync(store, disk);
        }
        await using var other = new PostgresTestDatabase(fixture.Server);
        await other.ExecuteAsync("DROP TABLESPACE small");
    }

    private static async Task FillAndGoOnAsync(SqlStore store, SmallDisk disk)
    {
        await store.CreateAsync("shop");
        await store.CreateAsync("bank");
        var shop = await TestOwner.ClaimAsync(store);
        await shop.CommitAsync(Samples.Run(1));
        disk.FillBut(RoomLeft);

        var result = await shop.TryAsync(new RunInserted(Samples.Run(2), $"\"{Incompressible(2_000_000)}\""));

        var cause = result.ShouldBeOfType<AppCommitResult.RolledBack>().Cause;
        cause.ShouldBeOfType<StoreUnavailableException>().Message.ShouldMatch("disk is full|No space left");
        disk.MakeRoom();
        var again = await TestOwner.ClaimAsync(store);
        again.Claim.Sequence.ShouldBe(1);
        (await store.LoadAsync(again.Claim)).OpenRuns.ShouldBe([Samples.Run(1)]);
        await again.CommitAsync(Samples.Run(2), $"\"{Incompressible(500_000)}\"");
        (await store.Queries.FindRunAsync("shop", Samples.Run(2).Id)).ShouldNotBeNull();
    }

    /// <summary>Text that PostgreSQL's compression cannot make small.</summary>
    private static string Incompressible(int length)
    {
        var bytes = new byte[length / 2];
        new Random(1).NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }
}
