using ActorJobs.Actors;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Hosting;

/// <summary>The lock of the store, as the local engine sees it.</summary>
/// <param name="store">Whose lock.</param>
/// <param name="owner">Who takes it, in words for the one who finds it taken.</param>
internal sealed class StoreOwnership(IStoreLock store, string owner) : IOwnership, IAsyncDisposable
{
    private IHeldStoreLock? _held;

    /// <inheritdoc/>
    public async ValueTask<CancellationToken?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        if (_held is { Lost.IsCancellationRequested: false } held)
        {
            return held.Lost;
        }

        await ReleaseAsync();
        try
        {
            _held = await store.AcquireAsync(owner, cancellationToken);
            return _held.Lost;
        }
        catch (StoreLockedException)
        {
            return null;
        }
    }

    /// <summary>Takes the lock for the first time.</summary>
    /// <exception cref="StoreLockedException">Another server holds it.</exception>
    public async ValueTask AcquireFirstAsync(CancellationToken cancellationToken) =>
        _held = await store.AcquireAsync(owner, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync()
    {
        if (_held is { } held)
        {
            _held = null;
            await held.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ReleaseAsync();
}
