using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Tests.Conformance;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Tests.Postgres;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>What breaks between the store and PostgreSQL, and beside it.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresFaultTests(PostgresFixture fixture)
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task StoppedServer_ThatHoldsAnAppsRow_IsCutByTheDatabaseAndOthersDoNotWait()
    {
        await using var database = new PostgresTestDatabase(fixture.Server)
        {
            Configure = static options =>
                options with
                {
                    LockTimeout = TimeSpan.FromSeconds(30),
                    StatementTimeout = TimeSpan.FromSeconds(30),
                },
        };
        var store = await database.OpenAsync();
        var shop = await OwnAsync(store, "shop");
        var bank = await OwnAsync(store, "bank");

        // A server was stopped in the middle of a transaction: its session has the settings of every server, and says nothing more.
        await using var connections = new PostgresConnections(new PostgresStoreOptions(fixture.Server.ConnectionString(database.Name)));
        await using var stopped = await connections.OpenWriterAsync(CancellationToken.None);
        await using var transaction = await stopped.BeginTransactionAsync();
        await stopped.Command("UPDATE actorjobs.app SET epoch = epoch + 1 WHERE name = 'shop'").RunAsync(CancellationToken.None);

        var held = store.CommitAsync(shop.Next(new RunInserted(Samples.Run(1), "1"))).AsTask();
        await bank.CommitAsync(Samples.Run(1));
        held.IsCompleted.ShouldBeFalse();

        (await held).ShouldBeOfType<AppCommitResult.Committed>();
        await Should.ThrowAsync<NpgsqlException>(async () => await transaction.CommitAsync());
    }

    [Fact]
    public async Task ForeignSession_ThatHoldsAnAppsRow_CostsThatAppItsCommitAndClaimAndNobodyElse()
    {
        await using var database = new PostgresTestDatabase(fixture.Server)
        {
            Configure = static options => options with { LockTimeout = TimeSpan.FromMilliseconds(300) },
        };
        var store = await database.OpenAsync();
        var shop = await OwnAsync(store, "shop");
        var bank = await OwnAsync(store, "bank");
        await using var foreign = new NpgsqlConnection(database.ConnectionString);
        await foreign.OpenAsync();
        await using var transaction = await foreign.BeginTransactionAsync();
        await foreign.Command("SELECT * FROM actorjobs.app WHERE name = 'shop' FOR UPDATE").RunAsync(CancellationToken.None);

        var cause = (await shop.TryAsync(new RunInserted(Samples.Run(1), "1"))).ShouldBeOfType<AppCommitResult.RolledBack>().Cause;
        cause.ShouldBeOfType<StoreUnavailableException>().Message.ShouldContain("'shop'");
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await store.ClaimAsync("shop"))).Message.ShouldContain("in time");
        await bank.CommitAsync(Samples.Run(1));

        await transaction.RollbackAsync();
        var again = await TestOwner.ClaimAsync(store);
        await again.CommitAsync(Samples.Run(1));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Cut.Request, false)]
    [InlineData(Cut.Answer, true)]
    public async Task Connection_CutAroundTheCommit_LeavesItInDoubtAndTheNextClaimTellsWhatHappened(Cut cut, bool isDurable)
    {
        await using var proxy = new PostgresProxy(fixture.Server.Port, cut);
        await using var database = new PostgresTestDatabase(fixture.Server)
        {
            Configure = options =>
                options with
                {
                    ConnectionString = PostgresServer.ConnectionString(
                        proxy.Port,
                        new NpgsqlConnectionStringBuilder(options.ConnectionString).Database!
                    ),
                },
        };
        var store = await database.OpenAsync();
        var shop = await OwnAsync(store, "shop");
        await shop.CommitAsync(Samples.Run(1));

        var inDoubt = store.CommitAsync(shop.Next(new RunInserted(Samples.Run(2), $"\"{PostgresProxy.Mark}\""))).AsTask();
        var cause = (await inDoubt).ShouldBeOfType<AppCommitResult.InDoubt>().Cause;

        cause.ShouldBeOfType<StoreUnavailableException>();
        var claim = (await store.ClaimAsync("shop")).ShouldNotBeNull();
        claim.Sequence.ShouldBe(isDurable ? 2 : 1);
        (await store.LoadAsync(claim)).OpenRuns.Select(static run => run.Id).Contains(Samples.Run(2).Id).ShouldBe(isDurable);
        (await shop.TryAsync(new RunInserted(Samples.Run(3), "1"))).ShouldBeOfType<AppCommitResult.Fenced>();
    }

    [Fact]
    public async Task List_ThatTakesLongerThanTheDatabaseSearches_IsToldToBeTooWide()
    {
        await using var database = new PostgresTestDatabase(fixture.Server)
        {
            Configure = static options => options with { StatementTimeout = TimeSpan.FromSeconds(1) },
        };
        var store = await database.OpenAsync();
        await OwnAsync(store, "shop");
        await using var foreign = new NpgsqlConnection(database.ConnectionString);
        await foreign.OpenAsync();
        await using var transaction = await foreign.BeginTransactionAsync();
        await foreign.Command("LOCK TABLE actorjobs.run IN ACCESS EXCLUSIVE MODE").RunAsync(CancellationToken.None);

        var list = async () => await store.Queries.ListRunsAsync("shop", new RunFilter(null, [], null, null, null, 1));

        (await Should.ThrowAsync<QueryTooWideException>(list)).Bound.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task LostSession_OfTheStoreLock_IsToldToItsHolder()
    {
        await using var database = new PostgresTestDatabase(fixture.Server)
        {
            Configure = static options => options with { LockCheckInterval = TimeSpan.FromMilliseconds(50) },
        };
        var store = await database.OpenAsync();
        var other = await database.OpenAsync();
        await using var held = await store.AcquireAsync("node-a");
        var lost = new TaskCompletionSource();
        await using var registration = held.Lost.Register(lost.SetResult);

        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'actorjobs lock' AND datname = current_database()"
        );

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await using var next = await other.AcquireAsync("node-b");
    }

    [Fact]
    public async Task Open_OfADatabaseThatIsReadOnly_IsRefused()
    {
        await using var database = new PostgresTestDatabase(fixture.Server);
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");
        (await Should.ThrowAsync<StoreOpenException>(database.OpenAsync)).Code.ShouldBe(ErrorCodes.StoreReadOnly);
    }

    [Fact]
    public async Task Open_OfADatabaseThatIsNotUtf8_IsRefused()
    {
        await using var database = new PostgresTestDatabase(fixture.Server) { CreateOptions = "ENCODING 'SQL_ASCII' TEMPLATE template0" };
        (await Should.ThrowAsync<StoreOpenException>(database.OpenAsync)).Message.ShouldContain("SQL_ASCII");
    }

    [Fact]
    public async Task Open_WithoutAServerOrDatabase_SaysWhereAndWhy()
    {
        var nowhere = new PostgresStoreOptions(PostgresServer.ConnectionString(1, "test"));
        var error = await Should.ThrowAsync<StoreUnavailableException>(async () =>
            await SqlStore.OpenPostgresAsync(nowhere, TimeProvider.System)
        );
        error.Message.ShouldContain("127.0.0.1:1");
        error.Message.ShouldContain("refused");

        var unknown = new PostgresStoreOptions(fixture.Server.ConnectionString("no_such_database"));
        var refusal = await Should.ThrowAsync<StoreOpenException>(async () =>
            await SqlStore.OpenPostgresAsync(unknown, TimeProvider.System)
        );
        refusal.Code.ShouldBe(ErrorCodes.StoreDatabaseMissing);
        refusal.Message.ShouldContain("no_such_database");
    }

    [Fact]
    public async Task Sessions_OfADatabaseWithSettingsThatDoNotServe_HaveTheirOwn()
    {
        await using var database = new PostgresTestDatabase(fixture.Server);
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET synchronous_commit = off");
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET statement_timeout = '500ms'");
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET idle_in_transaction_session_timeout = 0");
        await database.OpenAsync();

        var options = new PostgresStoreOptions(fixture.Server.ConnectionString(database.Name));
        await using var connections = new PostgresConnections(options);
        await using var writer = await connections.OpenWriterAsync(CancellationToken.None);
        for (var use = 0; use < 2; use++)
        {
            // The second time the connection comes from the pool, and still has its settings.
            await using var pooled = await connections.Pool.OpenConnectionAsync();
            foreach (var connection in (NpgsqlConnection[])[writer, pooled])
            {
                (await SettingAsync(connection, "synchronous_commit")).ShouldBe("on");
                (await SettingAsync(connection, "statement_timeout")).ShouldBe("5s");
                (await SettingAsync(connection, "idle_in_transaction_session_timeout")).ShouldBe("5s");
            }
        }
    }

    private static ValueTask<string?> SettingAsync(NpgsqlConnection connection, string name) =>
        connection.Command($"SHOW {name}").FirstAsync(static row => row.GetString(0), CancellationToken.None);

    private static async Task<TestOwner> OwnAsync(SqlStore store, string app)
    {
        await store.CreateAsync(app);
        return await TestOwner.ClaimAsync(store, app);
    }
}
