using System.Security.Cryptography;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Secrets;
using Google.Protobuf;

namespace ActorJobs.TestKit.Jobs;

/// <content>The secrets that params may name: <c>{"$secret":"NAME"}</c>.</content>
public sealed partial class JobTestKit
{
    private readonly SecretKey _secretKey = new(RandomNumberGenerator.GetBytes(SecretKey.Bytes));

    /// <summary>Makes a secret, or gives it another value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">What processors see in their params in its place.</param>
    /// <exception cref="RefusalException">There are too many.</exception>
    public async Task SetSecretAsync(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(value);
        var nonce = RandomNumberGenerator.GetBytes(SecretKey.NonceBytes);
        await AskAsync(
            new AppGroupMessage
            {
                SetSecret = new SetSecret
                {
                    Name = name,
                    Sealed = ByteString.CopyFrom(_secretKey.Seal(_options.App, name, value, nonce)),
                    KeyFingerprint = _secretKey.Fingerprint,
                    By = TheTest,
                },
            }
        );
    }
}
