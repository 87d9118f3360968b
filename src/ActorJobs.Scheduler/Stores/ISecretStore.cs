using ActorJobs.Core.Secrets;

namespace ActorJobs.Scheduler.Stores;

/// <summary>The secrets of apps, for looking at; only the owner of an app changes them.</summary>
public interface ISecretStore
{
    /// <summary>The secrets of an app, by name.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<IReadOnlyList<AppSecret>> ListAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>The fingerprints of the keys by which the secrets of all apps are encrypted, each once.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<IReadOnlyList<string>> KeyFingerprintsAsync(CancellationToken cancellationToken = default);
}
