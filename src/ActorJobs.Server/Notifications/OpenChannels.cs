using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Secrets;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Notifications;

/// <summary>Looks up channels of apps, and puts the values of secrets in place.</summary>
/// <param name="notifications">Where the settings of apps are.</param>
/// <param name="secrets">Of all apps.</param>
/// <param name="key">What opens them; null if this node has none.</param>
internal sealed class OpenChannels(INotificationStore notifications, ISecretStore secrets, SecretKey? key)
{
    /// <summary>Looks up a channel.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    public async ValueTask<OpenChannel> FindAsync(string app, string name, CancellationToken cancellationToken)
    {
        if (await ReadAsync(app, cancellationToken) is not { } settings)
        {
            return new OpenChannel.Closed($"The settings of app {app} cannot be read. Set them anew.");
        }

        if (!settings.Channels.TryGetValue(name, out var channel))
        {
            return new OpenChannel.Gone([.. settings.Channels.Keys]);
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = channel.Secrets.Any() ? await secrets.ListAsync(app, cancellationToken) : [];
        foreach (var secret in channel.Secrets)
        {
            var stored = known.FirstOrDefault(one => one.Name == secret);
            if (stored is null || key?.Open(app, stored) is not { } value)
            {
                var why = stored is null ? "is not set" : "cannot be decrypted with the key of this server";
                return new OpenChannel.Closed(
                    $"Channel {name} names the secret '{secret}', which {why}. Set it: 'pbm secret set {secret} -a {app}'."
                );
            }

            values.Add(secret, value);
        }

        return channel.Open(values) is { } webhook
            ? new OpenChannel.Open(webhook, new SecretMask(values.Values))
            : new OpenChannel.Closed($"With the values of its secrets channel {name} is too long.");
    }

    private async ValueTask<AppSettings?> ReadAsync(string app, CancellationToken cancellationToken)
    {
        try
        {
            return await notifications.FindSettingsAsync(app, cancellationToken) is { } text
                ? AppSettingsText.Read(text)
                : AppSettings.None;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What became of the look for a channel.</summary>
internal abstract record OpenChannel
{
    private OpenChannel() { }

    /// <summary>It can be used.</summary>
    /// <param name="Webhook">Where to.</param>
    /// <param name="Mask">Takes the values of its secrets out of texts.</param>
    public sealed record Open(Webhook Webhook, SecretMask Mask) : OpenChannel;

    /// <summary>It cannot be used now.</summary>
    /// <param name="Problem">Why, and what to do.</param>
    public sealed record Closed(string Problem) : OpenChannel;

    /// <summary>The app has none of that name.</summary>
    /// <param name="Others">Those that it has.</param>
    public sealed record Gone(IReadOnlyList<string> Others) : OpenChannel;
}
