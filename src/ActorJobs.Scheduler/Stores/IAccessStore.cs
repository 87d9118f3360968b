using ActorJobs.Core.Access;
using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>Who may use the API, and which workers may come in. Of tokens and secrets the store has hashes only.</summary>
public interface IAccessStore
{
    /// <summary>Every token, by name.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<IReadOnlyList<AccessToken>> ListTokensAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a token.</summary>
    ValueTask<TokenAddition> AddTokenAsync(NewToken token, CancellationToken cancellationToken = default);

    /// <summary>Adds the first token that may do everything, if there is none that may. Of several at once one succeeds.</summary>
    ValueTask<TokenAddition> AddFirstAdminAsync(NewToken token, CancellationToken cancellationToken = default);

    /// <summary>Revokes a token.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteTokenAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Notes that tokens have been used just now.</summary>
    ValueTask NoteUseAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default);

    /// <summary>The secrets of all apps that work now.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<IReadOnlyList<WorkerSecret>> ListSecretsAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives the workers of an app a new secret.</summary>
    /// <param name="app">Which app.</param>
    /// <param name="hash">The SHA-256 hash of the new secret.</param>
    /// <param name="keepOldFor">How long the one before works, too.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there is such an app.</returns>
    ValueTask<bool> ReplaceSecretAsync(
        string app,
        ReadOnlyMemory<byte> hash,
        Duration keepOldFor,
        CancellationToken cancellationToken = default
    );
}

/// <summary>A token as stored.</summary>
/// <param name="Name">What logs, runs and the audit call it.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
/// <param name="CreatedAt">By the store's clock.</param>
/// <param name="CreatedBy">The token by which it was made, or what stood in for one.</param>
/// <param name="LastUsedAt">To some minutes; null if it was never used.</param>
public sealed record AccessToken(
    string Name,
    ReadOnlyMemory<byte> Hash,
    Role Role,
    string? App,
    Instant CreatedAt,
    string CreatedBy,
    Instant? LastUsedAt
);

/// <summary>A token that is to be added.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
/// <param name="CreatedBy">The token by which it is made, or what stands in for one.</param>
public sealed record NewToken(string Name, ReadOnlyMemory<byte> Hash, Role Role, string? App, string CreatedBy);

/// <summary>How the addition of a token ended.</summary>
public enum TokenAddition
{
    /// <summary>It is there.</summary>
    Added,

    /// <summary>Another one has its name.</summary>
    NameTaken,

    /// <summary>There is no such app.</summary>
    NoApp,

    /// <summary>It would be the first admin, and is not.</summary>
    NotFirst,
}

/// <summary>A secret of the workers of an app.</summary>
/// <param name="App">Whose.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="ValidUntil">When it stops to work; null: it is the newest.</param>
public sealed record WorkerSecret(string App, ReadOnlyMemory<byte> Hash, Instant? ValidUntil);
