using System.Buffers.Binary;
using ActorJobs.Scheduler.Stores;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>An advisory lock of a session that does nothing else. The server releases it when the session ends, and the holder looks every second
/// whether it has.</summary>
internal sealed class PostgresStoreLock(PostgresDatabase database, long key, PostgresStoreOptions options, TimeProvider clock) : IStoreLock
{
    private readonly LockOwner _owner = new(database);

    /// <summary>Advisory locks are numbers, shared by all that use the database; the store's id makes it unlikely that another program means the same one.</summary>
    public static long KeyOf(Guid storeId) => BinaryPrimitives.ReadInt64BigEndian(storeId.ToByteArray());

    public async ValueTask<IHeldStoreLock> AcquireAsync(string owner, CancellationToken cancellationToken = default)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.Connections.OpenLockAsync(cancellationToken);
            var taken = await connection
                .Command("SELECT pg_try_advisory_lock(@key)", ("@key", key))
                .FirstAsync(static row => row.GetBoolean(0), cancellationToken);
            if (!taken)
            {
                throw new StoreLockedException(
                    $"The store in PostgreSQL at {database.Connections.Where} is in use by another server: "
                        + $"{await _owner.ReadAsync(cancellationToken)}. Stop that one first, or give this one a database of its own."
                );
            }
            await _owner.WriteAsync(owner, cancellationToken);
            return new Held(connection, key, options.LockCheckInterval, clock);
        }
        catch (Exception error)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            var told = PostgresErrors.Translate(error, database.Connections.Where);
            if (ReferenceEquals(told, error))
            {
                throw;
            }
            throw told;
        }
    }

    private sealed class Held : IHeldStoreLock
    {
        private readonly NpgsqlConnection _connection;
        private readonly long _key;
        private readonly CancellationTokenSource _lost = new();
        private readonly CancellationTokenSource _released = new();
        private readonly Task _watch;

        public Held(NpgsqlConnection connection, long key, TimeSpan interval, TimeProvider clock)
        {
            _connection = connection;
            _key = key;
            _watch = Task.Run(() => WatchAsync(interval, clock));
        }

        public CancellationToken Lost => _lost.Token;

        public async ValueTask DisposeAsync()
        {
            await _released.CancelAsync();
            await _watch;
            await ReleaseAsync();
            _lost.Dispose();
            _released.Dispose();
        }

        private async ValueTask ReleaseAsync()
        {
            await using (_connection)
            {
                try
                {
                    await _connection.Command("SELECT pg_advisory_unlock(@key)", ("@key", _key)).RunAsync(CancellationToken.None);
                }
                catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
                {
                    // The session is gone, and the lock with it.
                }
            }
        }

        private async Task WatchAsync(TimeSpan interval, TimeProvider clock)
        {
            try
            {
                using var timer = new PeriodicTimer(interval, clock);
                while (await timer.WaitForNextTickAsync(_released.Token))
                {
                    await _connection.Command("SELECT 1").RunAsync(CancellationToken.None);
                }
            }
            catch (OperationCanceledException) when (_released.IsCancellationRequested) { }
            catch (Exception)
            {
                await _lost.CancelAsync();
            }
        }
    }
}
