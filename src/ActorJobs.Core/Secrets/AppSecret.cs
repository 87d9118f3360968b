using NodaTime;

namespace ActorJobs.Core.Secrets;

/// <summary>A secret of an app, which params may name in place of its value. The value is here in its encrypted form only.</summary>
/// <param name="Name">Unique in the app; see <see cref="Text.NameText"/>.</param>
/// <param name="Sealed">The value, encrypted.</param>
/// <param name="KeyFingerprint">Tells with which key, and nothing about the key.</param>
/// <param name="SetAt">When its value was set.</param>
/// <param name="SetBy">Who set it.</param>
public sealed record AppSecret(string Name, ReadOnlyMemory<byte> Sealed, string KeyFingerprint, Instant SetAt, string SetBy)
{
    /// <summary>The most characters of a value; the least is 1.</summary>
    public const int MostCharacters = 16 * 1024;

    /// <summary>The most secrets of an app: its owner holds all of them in memory.</summary>
    public const int MostOfAnApp = 1000;
}
