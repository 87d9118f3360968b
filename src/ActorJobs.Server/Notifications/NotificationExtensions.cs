using ActorJobs.Server.Hosting;

namespace ActorJobs.Server.Notifications;

/// <summary>The services of notifications.</summary>
internal static class NotificationExtensions
{
    /// <summary>Adds what delivers notifications; <see cref="NotificationDelivery"/> is started when the store is open.</summary>
    public static void AddNotifications(this IServiceCollection services, OpenedStore opened)
    {
        services.AddSingleton(_ => opened.Store.Notifications);
        services.AddSingleton(_ => new OpenChannels(opened.Store.Notifications, opened.Store.Secrets, opened.SecretKey));
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<NotificationInstruments>();
        services.AddSingleton<NotificationDelivery>();
    }
}
