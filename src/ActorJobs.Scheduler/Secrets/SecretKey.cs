using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Secrets;

namespace ActorJobs.Scheduler.Secrets;

/// <summary>The key by which the values of secrets are encrypted in the store: AES-256-GCM, bound to app and name.</summary>
public sealed class SecretKey
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Bytes = 32;

    /// <summary>The length of a nonce in bytes.</summary>
    public const int NonceBytes = 12;

    private const byte Format = 1;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;
    private const int FingerprintBytes = 16;

    private readonly byte[] _key;

    /// <param name="key"><see cref="Bytes"/> long.</param>
    public SecretKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Bytes, nameof(key));
        _key = key.ToArray();
        Fingerprint = Convert.ToHexStringLower(HMACSHA256.HashData(_key, "actorjobs.secrets.key"u8).AsSpan(0, FingerprintBytes));
    }

    /// <summary>Tells whether two keys are the same, and nothing about either: a keyed hash, in 32 hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Encrypts a value.</summary>
    /// <param name="app">Of which app.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">What is encrypted.</param>
    /// <param name="nonce"><see cref="NonceBytes"/> random bytes, never used before with this key.</param>
    /// <returns>A byte that names the format, the nonce, the tag, the encrypted value.</returns>
    public byte[] Seal(string app, string name, string value, ReadOnlySpan<byte> nonce)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var seal = new byte[HeadBytes + plain.Length];
        seal[0] = Format;
        nonce.CopyTo(seal.AsSpan(1));
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(nonce, plain, seal.AsSpan(HeadBytes), seal.AsSpan(1 + NonceBytes, TagBytes), Bound(app, name));
        return seal;
    }

    /// <summary>Decrypts a value.</summary>
    /// <returns>Null if it was encrypted with another key, or for another app or name, or has been changed.</returns>
    public string? Open(string app, AppSecret secret)
    {
        var seal = secret.Sealed.Span;
        if (seal.Length < HeadBytes || seal[0] != Format)
        {
            return null;
        }

        var plain = new byte[seal.Length - HeadBytes];
        using var cipher = new AesGcm(_key, TagBytes);
        try
        {
            cipher.Decrypt(seal[1..(1 + NonceBytes)], seal[HeadBytes..], seal[(1 + NonceBytes)..HeadBytes], plain, Bound(app, secret.Name));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Names have no line breaks.</summary>
    private static byte[] Bound(string app, string name) => Encoding.UTF8.GetBytes($"{app}\n{name}");
}
