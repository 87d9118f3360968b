using System.Data;
using ActorJobs.Persistence.Sql.Commits;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>A group as one round trip: a batch without an explicit transaction is one transaction for the server, from its first statement to its end.</summary>
internal sealed class PostgresGroupTransaction(PostgresConnections connections, TimeProvider clock) : IGroupTransaction
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    /// <summary>A connection that was idle for longer is tried first: else the commit that finds it broken would be in doubt for nothing.</summary>
    private static readonly TimeSpan TrustedIdle = TimeSpan.FromSeconds(1);

    private NpgsqlConnection? _connection;
    private long _usedAt;
    private TimeSpan _pause;
    private long _failedAt;
    private Exception? _failure;

    public async ValueTask<GroupOutcome> ApplyAsync(IReadOnlyList<CommitUnit> units)
    {
        if (_failure is not null && clock.GetElapsedTime(_failedAt) < _pause)
        {
            return new GroupOutcome.Unreachable(_failure);
        }
        PostgresGroup group;
        try
        {
            group = new PostgresGroup(units, Random.Shared.NextInt64(1, long.MaxValue));
        }
        catch (Exception error)
        {
            return new GroupOutcome.Refused(error);
        }
        NpgsqlConnection connection;
        try
        {
            connection = await ConnectAsync();
        }
        catch (Exception error)
        {
            return await UnreachableAsync(error);
        }
        return await RunAsync(group, connection);
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    private async ValueTask<GroupOutcome> RunAsync(PostgresGroup group, NpgsqlConnection connection)
    {
        try
        {
            var outcomes = await group.RunAsync(connection);
            _usedAt = clock.GetTimestamp();
            return new GroupOutcome.Applied(outcomes);
        }
        catch (Exception error) when (PostgresErrors.IsRefusal(error))
        {
            _usedAt = clock.GetTimestamp();
            return new GroupOutcome.Refused(PostgresErrors.Translate(error, connections.Where));
        }
        catch (Exception error)
        {
            await DropAsync();
            return new GroupOutcome.Lost(PostgresErrors.Translate(error, connections.Where));
        }
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: not ConnectionState.Open })
        {
            // Npgsql closes a connection after some errors of the server, a full disk among them.
            await DropAsync();
        }
        if (_connection is not null && clock.GetElapsedTime(_usedAt) > TrustedIdle)
        {
            try
            {
                await _connection.Command("SELECT 1").RunAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                await DropAsync();
            }
        }
        _connection ??= await connections.OpenWriterAsync(CancellationToken.None);
        _failure = null;
        _pause = MinPause;
        return _connection;
    }

    /// <summary>While the server is away commits fail at once, and it is asked again only after a pause that grows.</summary>
    private async ValueTask<GroupOutcome> UnreachableAsync(Exception error)
    {
        await DropAsync();
        _pause = _failure is null ? MinPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, MaxPause.Ticks));
        _failure = PostgresErrors.Translate(error, connections.Where);
        _failedAt = clock.GetTimestamp();
        return new GroupOutcome.Unreachable(_failure);
    }

    private async ValueTask DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
