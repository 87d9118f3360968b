using System.Text.Json;
using ActorJobs.Core.Secrets;

namespace ActorJobs.Core.Notifications;

/// <summary>Where notifications of an app go, as its settings say: with markers in place of the values of secrets.</summary>
/// <param name="Text">The JSON that <see cref="ChannelText"/> has checked, in one line.</param>
public sealed record Channel(string Text)
{
    /// <summary>The most channels of an app.</summary>
    public const int MostOfAnApp = 100;

    /// <summary>The longest JSON text with the values of secrets in it, as UTF-8.</summary>
    private const int MostBytes = 256 * 1024;

    /// <summary>The names of the secrets that it needs, each once.</summary>
    public IEnumerable<string> Secrets => SecretMarkers.Find(Text)?.Names ?? [];

    /// <summary>The address, with the values of secrets in place.</summary>
    /// <param name="secrets">The values of all <see cref="Secrets"/>.</param>
    /// <returns>Null if that is too long.</returns>
    public Webhook? Open(IReadOnlyDictionary<string, string> secrets)
    {
        if ((SecretMarkers.Find(Text) is { } markers ? markers.Replace(secrets, MostBytes) : Text) is not { } text)
        {
            return null;
        }

        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return new Webhook(
            new Uri(root.GetProperty(ChannelText.Url).GetString()!),
            root.TryGetProperty(ChannelText.Headers, out var headers)
                ? [.. headers.EnumerateObject().Select(static header => KeyValuePair.Create(header.Name, header.Value.GetString()!))]
                : [],
            root.TryGetProperty(ChannelText.Sign, out var sign) ? sign.GetString() : null
        );
    }
}

/// <summary>An address to which notifications are posted.</summary>
/// <param name="Url">http or https.</param>
/// <param name="Headers">Sent along.</param>
/// <param name="SignKey">What bodies are signed with; null: they are not.</param>
public sealed record Webhook(Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string? SignKey);
