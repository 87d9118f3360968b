using ActorJobs.Persistence.Sql;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Facade;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Server.Tests.Links;

/// <summary>A worker that says more than the owner of its app can take.</summary>
public sealed class SlowOwnerTests(SlowOwnerTests.LockableServer server) : IClassFixture<SlowOwnerTests.LockableServer>
{
    /// <summary>What the window and the sockets' buffers take, and some more.</summary>
    private const int MostTakenMegabytes = 100;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Results_MoreThanTheOwnerTakes_HoldTheWorkerBack()
    {
        var app = await server.NewAppAsync();
        await using var worker = await RawWorker.DialAsync(server.Address, FrameKind.Binary);
        await worker.JoinAsync(RawWorker.Hello(app));
        var taken = 0;
        using var enough = new CancellationTokenSource();
        async Task SendAsync()
        {
            for (; taken < 3 * MostTakenMegabytes && !enough.IsCancellationRequested; taken++)
            {
                await worker.SayAsync(Result(taken + 1, new string('x', 1_000_000)));
            }
        }

        Task sending;
        await using (await server.LockStoreAsync())
        {
            // The next owner cannot claim the app, and says so when it has waited for some seconds.
            await server.Region.StopAsync(app.Split('/')[^1]);
            sending = Task.Run(SendAsync);
            while (!server.Log.Lines.Any(line => line.Contains("could not be loaded", StringComparison.Ordinal)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, worker.Cancellation);
            }

            taken.ShouldBeLessThan(MostTakenMegabytes);
        }

        await enough.CancelAsync();
        await sending;
        (await worker.NextAsync(message => message.ResultAccepted)).Stale.ShouldBeTrue("the owner goes on where it was");
    }

    private static WorkerMessage Result(long token, string result) =>
        new()
        {
            Result = new Result
            {
                Attempt = new AttemptRef
                {
                    Run = Guid.NewGuid().ToString(),
                    Attempt = 1,
                    Token = token,
                },
                Outcome = Outcome.Succeeded,
                Result_ = result,
            },
        };

    /// <summary>A server into whose store another process can come.</summary>
    public sealed class LockableServer : FacadeServer
    {
        private string _file = "";

        /// <summary>Holds the store, so that the server cannot write, until what is given is disposed.</summary>
        internal async Task<IAsyncDisposable> LockStoreAsync()
        {
            var other = new SqliteConnection($"Data Source={_file};Pooling=false");
            await other.OpenAsync();
            other.BeginTransaction(deferred: false);
            return other;
        }

        protected override Task<SqlStore> OpenStoreAsync(string file) => base.OpenStoreAsync(_file = file);
    }
}
