using System.Diagnostics.Metrics;
using System.Net;
using ActorJobs.Errors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Hosting;

/// <summary>Opens the store at the start: waits, visibly, for one that is away, and refuses one that cannot serve.</summary>
internal sealed class ServerStore(StoreWait wait, Readiness readiness, Meter meter, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan LockWithin = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<ServerStore>();

    /// <summary>Opens the store, takes the lock that keeps other servers off it, and compares its clock with this machine's.</summary>
    /// <param name="settings">The settings of the server.</param>
    /// <param name="opened">Gets the store.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StartException">It cannot be used as it is.</exception>
    public async Task OpenAsync(ServerSettings settings, OpenedStore opened, CancellationToken cancellationToken)
    {
        try
        {
            await wait.ForAsync(token => TryOpenAsync(settings, opened, token), cancellationToken);
        }
        catch (StoreOpenException refused)
        {
            throw new StartException(StartFailure.Store, refused.Code, refused.Message, refused);
        }
    }

    private async Task TryOpenAsync(ServerSettings settings, OpenedStore opened, CancellationToken cancellationToken)
    {
        var store = await OpenAsync(settings.Store, settings.RunLogs, cancellationToken);
        var ownership = settings.Cluster is null
            ? new StoreOwnership(store, $"node {settings.NodeName}, pid {Environment.ProcessId} on {Dns.GetHostName()}")
            : null;
        try
        {
            if (ownership is not null)
            {
                await LockAsync(ownership, store, cancellationToken);
            }

            if (ClockCheck.Difference(await store.NowAsync(cancellationToken), time) is { } difference)
            {
                _logger.LogWarning("{Difference}. Runs are planned by the database's; let both be set by NTP", difference);
            }

            opened.Set(store, ownership, await SecretKeys.FindAsync(settings, store.Secrets, cancellationToken));
        }
        catch
        {
            if (ownership is not null)
            {
                await ownership.DisposeAsync();
            }

            await store.DisposeAsync();
            throw;
        }
    }

    private ValueTask<SqlStore> OpenAsync(StoreSettings settings, RunLogSettings logs, CancellationToken cancellationToken) =>
        settings switch
        {
            StoreSettings.Sqlite sqlite => SqlStore.OpenSqliteAsync(
                new SqliteStoreOptions(Path.GetFullPath(sqlite.Path)) { LogFolder = logs.Folder, Logs = logs.Limits },
                time,
                loggers.CreateLogger<SqlStore>(),
                meter,
                cancellationToken
            ),
            StoreSettings.Postgres postgres => SqlStore.OpenPostgresAsync(
                new PostgresStoreOptions(postgres.ConnectionString) { MaxConnections = postgres.MaxConnections, Logs = logs.Limits },
                time,
                loggers.CreateLogger<SqlStore>(),
                meter,
                cancellationToken
            ),
            _ => throw new InvalidOperationException($"{settings.GetType().Name} is no store."),
        };

    /// <summary>A server that was just killed may hold the lock for a moment longer.</summary>
    private async Task LockAsync(StoreOwnership ownership, SqlStore store, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await ownership.AcquireFirstAsync(cancellationToken);
                if (store.Cluster is { } cluster && await cluster.Operations.LivingNodeAsync(cancellationToken) is { } node)
                {
                    await ownership.ReleaseAsync();
                    throw new StoreLockedException(
                        $"The store is in use by a cluster, whose node {node} lives. Stop its nodes first, or start this server with "
                            + "actorjobs.cluster.enabled = true."
                    );
                }

                return;
            }
            catch (StoreLockedException locked) when (time.GetElapsedTime(started) > LockWithin)
            {
                throw new StartException(StartFailure.Store, ErrorCodes.StoreInUse, locked.Message, locked);
            }
            catch (StoreLockedException locked)
            {
                readiness.NoteWaiting(locked.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
        }
    }
}
