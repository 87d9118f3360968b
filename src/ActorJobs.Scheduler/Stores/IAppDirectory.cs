using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>Which apps there are.</summary>
public interface IAppDirectory
{
    /// <summary>Makes an app, if there is none of that name.</summary>
    /// <returns>Whether it was made now.</returns>
    ValueTask<bool> CreateAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>Deletes an app with all its jobs and runs; a claim on it is fenced.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>Every app's name.</summary>
    ValueTask<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken = default);
}

/// <summary>The store's own clock.</summary>
public interface IStoreClock
{
    /// <summary>The time now, by the clock that all servers of the store share.</summary>
    ValueTask<Instant> NowAsync(CancellationToken cancellationToken = default);
}

/// <summary>The lock that keeps a second server off a store that is used by one process.</summary>
public interface IStoreLock
{
    /// <summary>Takes the lock, or says who holds it.</summary>
    /// <param name="owner">Who takes it, in words that the next one is shown: node, pid, host.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The held lock.</returns>
    /// <exception cref="StoreLockedException">Another server holds it.</exception>
    ValueTask<IHeldStoreLock> AcquireAsync(string owner, CancellationToken cancellationToken = default);
}

/// <summary>A held <see cref="IStoreLock"/>; disposing gives it back.</summary>
public interface IHeldStoreLock : IAsyncDisposable
{
    /// <summary>Cancelled when the lock was lost, for instance with the connection that held it.</summary>
    CancellationToken Lost { get; }
}

/// <summary>Another server holds the store.</summary>
public sealed class StoreLockedException(string message) : Exception(message);
