using System.Collections.Concurrent;
using ActorJobs.Core.Secrets;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.RunLogs;

/// <summary>
/// Takes the values of an app's secrets out of lines before they are stored: of all its secrets, since a node at which a worker's socket ends does not know which of them
/// a run was given. A value that was replaced is still taken out as long as this process lives, since a run may have it.
/// </summary>
/// <param name="secrets">Those of all apps.</param>
/// <param name="key">What opens them; null: this node has none.</param>
internal sealed class LogMasks(ISecretStore secrets, SecretKey? key)
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>What takes the values of an app out of a text; null if there are none.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now.</exception>
    public async ValueTask<SecretMask?> OfAsync(string app, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return null;
        }

        var now = await secrets.ListAsync(app, cancellationToken);
        var known = _known.GetValueOrDefault(app);
        if (now.Count == 0 && known is null)
        {
            return null;
        }

        var versions = now.Select(static secret => (secret.Name, secret.SetAt.ToUnixTimeTicks())).ToHashSet();
        if (known is null || !known.Versions.SetEquals(versions))
        {
            var values = now.Select(secret => key.Open(app, secret))
                .OfType<string>()
                .Concat(known?.Values ?? [])
                .ToHashSet(StringComparer.Ordinal);
            _known[app] = known = new Known(versions, values, new SecretMask(values));
        }

        return known.Mask;
    }

    private sealed record Known(HashSet<(string Name, long SetAt)> Versions, HashSet<string> Values, SecretMask Mask);
}
