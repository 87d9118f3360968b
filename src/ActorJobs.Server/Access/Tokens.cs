using System.Collections.Concurrent;
using System.Security.Cryptography;
using ActorJobs.Core.Access;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Settings;
using NodaTime;

namespace ActorJobs.Server.Access;

/// <summary>The tokens, as requests need them.</summary>
internal sealed class Tokens
{
    /// <summary>The name of the token that stands in the configuration.</summary>
    public const string ConfiguredName = "configured";

    /// <summary>That a token was used is noted so often at most: the store is not written for each request.</summary>
    private static readonly Duration NotedEvery = Duration.FromMinutes(10);

    private readonly IAccessStore _store;
    private readonly AccessSettings _settings;
    private readonly TimeProvider _time;
    private readonly HashBook<AccessToken> _book;
    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);

    /// <summary>Makes it over a store that need not be open yet.</summary>
    public Tokens(IAccessStore store, AccessSettings settings, TimeProvider time)
    {
        (_store, _settings, _time) = (store, settings, time);
        _book = new HashBook<AccessToken>(ReadAsync, token => token.Hash, time);
    }

    /// <summary>Whether a token stands in the configuration.</summary>
    public bool HasConfigured => _settings.AdminTokenHash.Length > 0;

    /// <summary>Finds whose a token is; null if it is nobody's.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<Caller?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = AccessText.Hash(text);
        if (CryptographicOperations.FixedTimeEquals(_settings.AdminTokenHash.Span, hash))
        {
            return new Caller(ConfiguredName, Role.Admin, null);
        }

        if (await _book.FindAsync(hash, cancellationToken) is not { } token)
        {
            return null;
        }

        var now = Instant.FromDateTimeOffset(_time.GetUtcNow());
        if (now - (token.LastUsedAt ?? Instant.MinValue) > NotedEvery)
        {
            _used.TryAdd(token.Name, 0);
        }

        return new Caller(token.Name, token.Role, token.App);
    }

    /// <summary>Every token of the store, by name.</summary>
    public ValueTask<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    /// <summary>Adds a token.</summary>
    public async ValueTask<TokenAddition> AddAsync(NewToken token, CancellationToken cancellationToken)
    {
        var addition = await _store.AddTokenAsync(token, cancellationToken);
        _book.Forget();
        return addition;
    }

    /// <summary>Adds the first token that may do everything.</summary>
    public async ValueTask<TokenAddition> AddFirstAdminAsync(NewToken token, CancellationToken cancellationToken)
    {
        var addition = HasConfigured ? TokenAddition.NotFirst : await _store.AddFirstAdminAsync(token, cancellationToken);
        _book.Forget();
        return addition;
    }

    /// <summary>Revokes a token.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var deleted = await _store.DeleteTokenAsync(name, cancellationToken);
        _book.Forget();
        return deleted;
    }

    /// <summary>Reads all of them, once it is written which have been used since.</summary>
    private async ValueTask<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_used.Keys.ToList() is { Count: > 0 } used)
        {
            await _store.NoteUseAsync(used, cancellationToken);
            used.ForEach(name => _used.TryRemove(name, out _));
        }

        return await _store.ListTokensAsync(cancellationToken);
    }
}
