using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Persistence.Sql.Tests.Conformance;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>What can be wrong with a database file and around it.</summary>
public sealed class SqliteFaultTests
{
    [Fact]
    public async Task ForeignProcess_ThatHoldsTheDatabase_CostsTheCommitAndNotTheReads()
    {
        await using var database = new SqliteTestDatabase
        {
            Configure = static options => options with { BusyTimeout = TimeSpan.FromSeconds(1) },
        };
        var store = await database.OpenAsync();
        await store.CreateAsync("shop");
        var shop = await TestOwner.ClaimAsync(store);
        await using var foreign = new SqliteConnection($"Data Source={database.Path};Pooling=false");
        await foreign.OpenAsync();
        await using (foreign.BeginTransaction(deferred: false))
        {
            var cause = (await shop.TryAsync(new RunInserted(Samples.Run(1), "1"))).ShouldBeOfType<AppCommitResult.RolledBack>().Cause;
            cause.ShouldBeOfType<StoreUnavailableException>().Message.ShouldContain("another process");
            (await Should.ThrowAsync<StoreUnavailableException>(async () => await store.ClaimAsync("shop"))).Message.ShouldContain(
                database.Path
            );
            (await store.NamesAsync()).ShouldBe(["shop"]);
        }

        await (await TestOwner.ClaimAsync(store)).CommitAsync(Samples.Run(1));
    }

    [Fact]
    public async Task Files_OfTheStore_AreForTheirOwnerOnly()
    {
        await using var database = new SqliteTestDatabase();
        var store = await database.OpenAsync();
        await store.CreateAsync("shop");
        await using var held = await store.AcquireAsync("node-a");

        if (!OperatingSystem.IsWindows())
        {
            var files = Directory.GetFiles(Path.GetDirectoryName(database.Path)!);
            files.Select(Path.GetFileName).ShouldBe(["store.db", "store.db-shm", "store.db-wal", "store.db.lock"], ignoreOrder: true);
            foreach (var file in files)
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }

    [Fact]
    public async Task Open_OfAFileThatIsNoDatabase_IsRefusedWithItsPath()
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-sqlite-").FullName;
        var file = Path.Combine(folder, "store.db");
        await File.WriteAllTextAsync(
            file,
            "This is no database, and longer than the header of one, which has one hundred bytes or so at its start."
        );

        var error = await Should.ThrowAsync<StoreOpenException>(async () =>
            await SqlStore.OpenSqliteAsync(new SqliteStoreOptions(file), TimeProvider.System)
        );

        error.Code.ShouldBe(ErrorCodes.StoreDamaged);
        error.Message.ShouldContain(file);
        Directory.Delete(folder, recursive: true);
    }
}
