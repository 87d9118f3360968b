using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>A database file: one thread that writes, and several connections that read beside it.</summary>
internal sealed class SqliteDatabase(SqliteStoreOptions options, TimeProvider clock) : SqlDatabase
{
    private readonly SqliteConnections _connections = new(options);
    private readonly SqliteThread _thread = new("ActorJobs SQLite writer");
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly SemaphoreSlim _reading = new(options.Readers);
    private SqliteConnection? _writer;

    public override string Prefix => "";

    public override string LockRows => "";

    public override string SkipLockedRows => "";

    public string Path => options.Path;

    public override object Parameter(RunId run) => run.ToString();

    public override object Parameter(IReadOnlyCollection<string> texts) => JsonSerializer.Serialize(texts);

    public override string IsOneOf(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    /// <summary>Runs on the writer's thread.</summary>
    public Task<T> OnWriterAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        _thread.RunAsync(() => work(_writer ??= _connections.OpenWriter()), cancellationToken);

    /// <summary>Closes the writer's connection, on its own thread, so that the next work gets a fresh one.</summary>
    public void DropWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }

    public override TimeSpan ReadTimeout => options.ReadTimeout;

    public override bool IsOutOfTime(StoreUnavailableException error) =>
        error.InnerException is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT };

    public override ValueTask<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    ) =>
        ReadOnAsync(
            async (connection, token) =>
            {
                // SQLite has no time-out of its own for what it does itself; another thread has to interrupt it.
                var interrupt = (object? handle) => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!);
                await using var timer = clock.CreateTimer(
                    new TimerCallback(interrupt),
                    connection.Handle,
                    ReadTimeout,
                    Timeout.InfiniteTimeSpan
                );
                return await read(connection, token);
            },
            cancellationToken
        );

    public override ValueTask<T> ReadConsistentlyAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    ) =>
        ReadOnAsync(
            async (connection, token) =>
            {
                await using var transaction = connection.BeginTransaction(deferred: true);
                return await read(connection, token);
            },
            cancellationToken
        );

    private async ValueTask<T> ReadOnAsync<T>(
        Func<SqliteConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    )
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // SQLite's calls block although they look asynchronous; the caller's thread is not the one to wait for the disk.
            return await Task.Run(
                async () =>
                {
                    if (!_readers.TryTake(out var connection))
                    {
                        connection = _connections.OpenReader();
                    }
                    try
                    {
                        var result = await read(connection, cancellationToken);
                        _readers.Add(connection);
                        return result;
                    }
                    catch
                    {
                        await connection.DisposeAsync();
                        throw;
                    }
                },
                cancellationToken
            );
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Translate(error, options.Path);
        }
        finally
        {
            _reading.Release();
        }
    }

    public override async ValueTask<T> WriteAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> write,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await OnWriterAsync(
                connection =>
                {
                    using var transaction = connection.BeginTransaction(deferred: false);
                    var result = Finished(write(connection, CancellationToken.None));
                    transaction.Commit();
                    return result;
                },
                cancellationToken
            );
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Translate(error, options.Path);
        }
    }

    public override ValueTask<Instant> NowAsync(CancellationToken cancellationToken) => new(Instant.FromDateTimeOffset(clock.GetUtcNow()));

    public override async ValueTask DisposeAsync()
    {
        // Readers go first: the last connection to close moves the log into the database file.
        for (var reader = 0; reader < options.Readers; reader++)
        {
            await _reading.WaitAsync();
        }
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }
        await _thread.RunAsync(
            () =>
            {
                DropWriter();
                return true;
            },
            CancellationToken.None
        );
        await _thread.DisposeAsync();
        _reading.Dispose();
    }

    /// <summary>The result of work on a connection of SQLite, which is done when its call returns.</summary>
    private static T Finished<T>(ValueTask<T> work)
    {
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException("A transaction on the writer's thread waits for something else than the database.");
        }
#pragma warning disable VSTHRD002 // It is completed.
        return work.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }
}
