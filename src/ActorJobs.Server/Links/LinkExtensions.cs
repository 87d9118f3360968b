using ActorJobs.Protocol;
using ActorJobs.Server.Access;

namespace ActorJobs.Server.Links;

/// <summary>The links of workers: their services, and their endpoint.</summary>
internal static class LinkExtensions
{
    /// <summary>A worker whose machine vanished is noticed by its socket, too: after so long without a sign of life it is asked for one …</summary>
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15);

    /// <summary>… and has so long to give it.</summary>
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(15);

    /// <summary>Adds what the endpoint needs.</summary>
    public static IServiceCollection AddLinks(this IServiceCollection services, LinkSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<LinkInstruments>();
        services.AddSingleton<RefusedWorkers>();
        services.AddSingleton<LinkHandshake>();
        services.AddSingleton<WorkerDoor>();
        services.AddSingleton<LinkEndpoint>();
        return services;
    }

    /// <summary>Maps the endpoint for workers.</summary>
    public static void MapLinks(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingAfter, KeepAliveTimeout = PongWithin });
        app.Map(ProtocolVersions.LinkPath, (HttpContext context, LinkEndpoint link) => link.ServeAsync(context)).IsOpen();
    }
}
