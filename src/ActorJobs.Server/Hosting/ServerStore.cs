using ActorJobs.Core.Errors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Hosting;

/// <summary>Opens the store at the start: waits, visibly, for one that is away, and refuses one that cannot serve.</summary>
internal static class ServerStore
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockWithin = TimeSpan.FromSeconds(5);

    /// <summary>Opens the store.</summary>
    /// <exception cref="StartException">It cannot be used as it is.</exception>
    public static async Task<SqlStore> OpenAsync(
        StoreSettings settings,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        var logger = loggers.CreateLogger(typeof(ServerStore));
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return settings switch
                {
                    StoreSettings.Sqlite sqlite => await SqlStore.OpenSqliteAsync(
                        new SqliteStoreOptions(Path.GetFullPath(sqlite.Path)),
                        time,
                        loggers.CreateLogger<SqlStore>(),
                        cancellationToken
                    ),
                    StoreSettings.Postgres postgres => await SqlStore.OpenPostgresAsync(
                        new PostgresStoreOptions(postgres.ConnectionString),
                        time,
                        loggers.CreateLogger<SqlStore>(),
                        cancellationToken
                    ),
                    _ => throw new InvalidOperationException($"{settings.GetType().Name} is no store."),
                };
            }
            catch (StoreOpenException refused)
            {
                throw new StartException(refused.Code, refused.Message, refused);
            }
            catch (StoreUnavailableException away)
            {
                logger.LogWarning("Waiting for the store, trying again in {Seconds:0.#} s: {Reason}", pause.TotalSeconds, away.Message);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Takes the lock that keeps other servers off the store. A server that was just killed may hold it for a moment longer.</summary>
    /// <exception cref="StartException">Another server holds it.</exception>
    public static async Task LockAsync(StoreOwnership ownership, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await ownership.AcquireFirstAsync(cancellationToken);
                return;
            }
            catch (StoreLockedException locked) when (time.GetElapsedTime(started) > LockWithin)
            {
                throw new StartException(
                    ErrorCodes.StoreInUse,
                    $"{locked.Message} One store serves one server; stop the other one, or give this one a store of its own.",
                    locked
                );
            }
            catch (StoreLockedException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
        }
    }
}
