using System.Security.Cryptography;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Server.Settings;
using Google.Protobuf;

namespace ActorJobs.Server.Access;

/// <summary>Encrypts values of secrets where they come in, so that no other node and no store sees them.</summary>
/// <param name="key">Of this node; null if it has none.</param>
internal sealed class SecretSeal(SecretKey? key)
{
    /// <summary>The message to the owner of an app that gives a secret a value.</summary>
    /// <param name="app">Which app.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="by">Who sets it.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.SecretsKeyMissing"/>.</exception>
    public SetSecret Seal(string app, string name, string value, string by)
    {
        if (key is null)
        {
            throw new RefusalException(
                ErrorCodes.SecretsKeyMissing,
                $"This server has no key to encrypt secrets with. Set {SettingKeys.SecretsKey} (32 random bytes in base64, such as what 'openssl rand "
                    + $"-base64 32' prints) or {SettingKeys.SecretsKeyFile} to the same on every node, and start again."
            );
        }

        Span<byte> nonce = stackalloc byte[SecretKey.NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        return new SetSecret
        {
            Name = name,
            Sealed = UnsafeByteOperations.UnsafeWrap(key.Seal(app, name, value, nonce)),
            KeyFingerprint = key.Fingerprint,
            By = by,
        };
    }
}
