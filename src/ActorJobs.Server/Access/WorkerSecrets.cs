using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Access;

/// <summary>The secrets of workers, as links need them.</summary>
internal sealed class WorkerSecrets(IAccessStore store, TimeProvider time)
{
    private readonly HashBook<WorkerSecret> _book = new(store.ListSecretsAsync, secret => secret.Hash, time);

    /// <summary>Finds whose a secret is; null if it is nobody's, or not any more.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<WorkerSecret?> FindAsync(string text, CancellationToken cancellationToken) =>
        _book.FindAsync(AccessText.Hash(text), cancellationToken);

    /// <summary>Gives the workers of an app a new secret.</summary>
    /// <param name="app">Which app.</param>
    /// <param name="keepOldFor">How long the one before works, too.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Its text; null if there is no such app.</returns>
    public async ValueTask<string?> ReplaceAsync(string app, Duration keepOldFor, CancellationToken cancellationToken)
    {
        var text = AccessText.Make(AccessText.SecretPrefix);
        var replaced = await store.ReplaceSecretAsync(app, AccessText.Hash(text), keepOldFor, cancellationToken);
        _book.Forget();
        return replaced ? text : null;
    }
}
