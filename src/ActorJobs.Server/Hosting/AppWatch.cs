using ActorJobs.Actors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Hosting;

/// <summary>Sees to it that each app of the store is remembered by this node, which starts those that it owns.</summary>
internal sealed class AppWatch(
    ShardRegion<AppGroupMessage, AppGroupReply> apps,
    IAppDirectory directory,
    TimeProvider time,
    ILogger<AppWatch> logger
) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(0, 1);
    private IReadOnlyList<string> _known = [];

    /// <summary>Reads the apps anew.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<int> RefreshAsync(CancellationToken cancellationToken)
    {
        var names = await directory.NamesAsync(cancellationToken);
        foreach (var name in names.Except(_known, StringComparer.Ordinal))
        {
            apps.Start(name);
        }

        foreach (var name in _known.Except(names, StringComparer.Ordinal))
        {
            await apps.StopAsync(name, cancellationToken);
        }

        _known = names;
        return names.Count;
    }

    /// <summary>Apps were made or deleted by another node.</summary>
    public void Nudge()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It looks anyway.
        }
    }

    /// <summary>Reads them anew at each nudge, and now and then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(Every, cancellationToken);
                await RefreshAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogDebug(exception, "The list of apps could not be read; it is read again soon");
                await ((Task)Task.Delay(Every, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();
}
