using ActorJobs.Persistence.Sql.Postgres;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Persistence.Sql.Leases;

/// <summary>LISTEN on a connection of its own, which is opened again when it breaks.</summary>
internal sealed class PostgresChanges(PostgresConnections connections, TimeProvider time, ILogger logger) : IStoreChanges
{
    /// <summary>Where nodes tell of leases.</summary>
    public const string Leases = "actorjobs_cluster";

    /// <summary>Where nodes tell of apps.</summary>
    public const string Apps = "actorjobs_apps";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task ListenAsync(Action leasesChanged, Action appsChanged, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(leasesChanged, appsChanged, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogDebug(exception, "Changes by other nodes are not told just now; they are looked for");
                await ((Task)Task.Delay(s_pause, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync(Action leasesChanged, Action appsChanged, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenListenerAsync(cancellationToken);
        connection.Notification += (_, told) => (told.Channel == Apps ? appsChanged : leasesChanged)();
        await connection.Command($"LISTEN {Leases}; LISTEN {Apps}").RunAsync(cancellationToken);
        leasesChanged();
        appsChanged();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
