using System.Security.Cryptography;
using ActorJobs.Errors;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Access;

/// <summary>What the nodes of a cluster prove with that they are of it: shown by the one that dials, looked at by the other before the link's protocol begins.</summary>
internal sealed class ClusterSecret(AccessSettings settings, Guesses guesses, ILogger<ClusterSecret> logger)
{
    private readonly byte[] _hash = AccessText.Hash(settings.ClusterSecret);

    /// <summary>The header <c>Authorization</c> of an upgrade request to another node; empty if there is no secret.</summary>
    public string Authorization => settings.ClusterSecret.Length == 0 ? "" : $"Bearer {settings.ClusterSecret}";

    /// <summary>Looks at the secret that an upgrade request carries.</summary>
    /// <exception cref="RefusalException">It is another one, or there is none.</exception>
    public async ValueTask CheckAsync(HttpContext context)
    {
        if (settings.ClusterSecret.Length == 0)
        {
            return;
        }

        var text = AccessText.Bearer(context.Request) ?? "";
        var address = context.Connection.RemoteIpAddress;
        if (await guesses.TryAsync<string>(address, text, (given, _) => new(Find(given)), context.RequestAborted) is null)
        {
            var found = text.Length == 0 ? "no secret" : "another secret";
            logger.LogWarning(
                "A node at {Address} is refused: it sent {Found}, and {Setting} is to be the same on all",
                address,
                found,
                SettingKeys.ClusterSecret
            );
            throw new RefusalException(
                ErrorCodes.ClusterSecretWrong,
                $"The node sent {found}. Set {SettingKeys.ClusterSecret} to the same text on every node."
            );
        }
    }

    private string? Find(string given) => CryptographicOperations.FixedTimeEquals(AccessText.Hash(given), _hash) ? given : null;
}
