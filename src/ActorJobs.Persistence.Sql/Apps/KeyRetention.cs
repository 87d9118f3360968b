using ActorJobs.Persistence.Sql.Rows;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Apps;

/// <summary>Forgets idempotency keys that are old enough. A request that is repeated after that is a new one.</summary>
internal sealed partial class KeyRetention(SqlDatabase database, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a key is kept, at least.</summary>
    public static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>How many rows one transaction removes: few enough to leave room for the commits of others.</summary>
    private const int ChunkRows = 2_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly string _delete = $"""
        DELETE FROM {database.Prefix}idempotency_key WHERE (app_id, name) IN (
          SELECT app_id, name FROM {database.Prefix}idempotency_key WHERE created_at < @before LIMIT {ChunkRows}
        )
        """;

    /// <summary>Forgets keys now and then, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await PurgeAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogLeft(error);
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Forgets those that are older than <see cref="Kept"/> by the store's clock.</summary>
    public async ValueTask PurgeAsync(CancellationToken cancellationToken)
    {
        var before = Micros.Of(await database.NowAsync(cancellationToken) - Kept);
        while (
            await database.WriteAsync(
                (connection, token) => connection.Command(_delete, ("@before", before)).RunAsync(token),
                cancellationToken
            ) == ChunkRows
        ) { }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "Old idempotency keys are left for the next time")]
    private partial void LogLeft(Exception error);
}
