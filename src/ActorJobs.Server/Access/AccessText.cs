using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ActorJobs.Server.Access;

/// <summary>Tokens and secrets as texts: made, read out of a request, and hashed.</summary>
internal static class AccessText
{
    /// <summary>How the text of a token begins.</summary>
    public const string TokenPrefix = "ajt_";

    /// <summary>How the text of a worker's secret begins.</summary>
    public const string SecretPrefix = "ajs_";

    /// <summary>The fewest characters of what people choose themselves.</summary>
    public const int FewestCharacters = 32;

    private const int RandomBytes = 32;
    private const int MostCharacters = 1000;
    private const string Scheme = "Bearer ";

    /// <summary>Makes a text that cannot be guessed: 256 random bits behind a prefix that tells what it is.</summary>
    public static string Make(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is kept of a text. It needs no salt and no slow hash, since nobody can try 2^256 texts.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The bearer token of a request; null if it has none, or what cannot be one.</summary>
    public static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = value[Scheme.Length..].Trim();
        return text.Length is > 0 and <= MostCharacters ? text : null;
    }
}
