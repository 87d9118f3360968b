using System.Collections.Concurrent;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Persistence.Sql.Tests.Conformance;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Tests.Postgres;

namespace ActorJobs.Persistence.Sql.Tests.Faults;

/// <summary>Servers that are killed, or not to be trusted; each test has its own.</summary>
[Collection(PostgresTests.Name)]
[Trait("Category", "Slow")]
public sealed class PostgresCrashTests
{
    [Fact]
    public async Task Server_KilledAndStartedAgainUnderLoad_LosesNothingThatWasAcknowledged()
    {
        const int Apps = 6;
        await using var server = await PostgresServer.StartAsync();
        await using var database = new PostgresTestDatabase(server);
        var store = await database.OpenAsync();
        var acknowledged = new ConcurrentBag<(string App, Run Run)>();
        var enoughBefore = new Countdown(Apps * 20);
        var enoughAfter = new Countdown(Apps * 20);
        var isBack = false;

        async Task ServeAsync(string app)
        {
            var number = 0;
            while (!enoughAfter.Reached.IsCompleted)
            {
                try
                {
                    var owner = await TestOwner.ClaimAsync(store, app);
                    while (!enoughAfter.Reached.IsCompleted)
                    {
                        var run = Samples.Run(++number);
                        if (await owner.TryAsync(new RunInserted(run, "1")) is not AppCommitResult.Committed)
                        {
                            break;
                        }
                        acknowledged.Add((app, run));
                        (Volatile.Read(ref isBack) ? enoughAfter : enoughBefore).Count();
                    }
                }
                catch (StoreUnavailableException)
                {
                    await Task.Yield();
                }
            }
        }

        var apps = Enumerable.Range(0, Apps).Select(static number => $"app-{number}").ToList();
        foreach (var app in apps)
        {
            await store.CreateAsync(app);
        }
        var serving = Task.WhenAll(apps.Select(app => Task.Run(() => ServeAsync(app))));
        await enoughBefore.Reached.WaitAsync(TimeSpan.FromMinutes(1));
        await server.KillAsync();
        var error = await Should.ThrowAsync<StoreUnavailableException>(async () => await store.ClaimAsync(apps[0]));
        error.Message.ShouldContain($"127.0.0.1:{server.Port}");
        await server.StartAsync();
        Volatile.Write(ref isBack, true);
        await serving.WaitAsync(TimeSpan.FromMinutes(1));

        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Apps * 40);
        foreach (var app in apps)
        {
            var claim = (await store.ClaimAsync(app)).ShouldNotBeNull();
            var stored = (await store.LoadAsync(claim)).OpenRuns.ToHashSet();
            acknowledged
                .Where(entry => string.Equals(entry.App, app, StringComparison.Ordinal))
                .ShouldAllBe(entry => stored.Contains(entry.Run));
        }
    }

    [Fact]
    public async Task Open_OfAServerThatDoesNotSync_IsRefused()
    {
        await using var server = await PostgresServer.StartAsync(settings: "fsync=off");
        await using var database = new PostgresTestDatabase(server);
        (await Should.ThrowAsync<StoreOpenException>(database.OpenAsync)).Code.ShouldBe(ErrorCodes.StoreNotDurable);
    }

    /// <summary>Tells when something has happened often enough; it may go on happening.</summary>
    private sealed class Countdown(int left)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = left;

        public Task Reached => _reached.Task;

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _reached.SetResult();
            }
        }
    }
}
