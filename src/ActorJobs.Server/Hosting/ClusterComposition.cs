using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Leases;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Nodes;
using ActorJobs.Server.Settings;
using ActorJobs.Trust;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorJobs.Server.Hosting;

/// <summary>Puts together what makes a server a node of a cluster.</summary>
internal static class ClusterComposition
{
    /// <summary>Adds the engine, and what goes between nodes. The server listens, and its store is open, before any of it is asked for.</summary>
    public static void AddCluster(this IServiceCollection services, ClusterSettings settings, OpenedStore opened)
    {
        services.AddSingleton(provider => new ClusterNode(
            provider.GetRequiredService<NodeIdentity>().Name,
            settings.Address ?? ListenedAt(provider),
            Guid.NewGuid()
        ));
        services.TryAddSingleton(ServerTrust.OfSystem);
        services.AddSingleton(provider => new NodeLinkSettings
        {
            Authorization = provider.GetRequiredService<ClusterSecret>().Authorization,
            Trust = provider.GetRequiredService<ServerTrust>(),
        });
        services.AddSingleton<NodeLinks>();
        services.AddSingleton(provider => Engine(provider, settings, Tables(opened)));
        services.AddSingleton<IEngine>(provider => provider.GetRequiredService<ClusterEngine>());
        services.AddSingleton<IAppStore>(provider => new ClusterAppStore(
            opened.Store,
            app => provider.GetRequiredService<ClusterEngine>().RightTo(new EntityId(ServerComposition.AppGroupType, app))
        ));
        services.AddSingleton<ISessions>(provider => new ClusterSessions(
            provider.GetRequiredService<LocalSessions>(),
            () => provider.GetRequiredService<ClusterEngine>().View,
            provider.GetRequiredService<NodeLinks>()
        ));
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<NodeEndpoint>(
                provider,
                (Action<EncodedDelivery>)provider.GetRequiredService<ClusterEngine>().Receive
            )
        );
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterMember>(provider, Tables(opened).Changes));
        services.AddSingleton<IClusterInfo>(provider => new ClusterInfo(
            provider.GetRequiredService<ClusterEngine>(),
            provider.GetRequiredService<ClusterNode>(),
            Tables(opened).Operations
        ));
    }

    /// <summary>Maps the endpoint for other nodes, if this server is one of a cluster.</summary>
    public static void MapNodes(this WebApplication app)
    {
        if (app.Services.GetService<IServiceProviderIsService>()!.IsService(typeof(NodeEndpoint)))
        {
            app.Map(
                    NodeLinkSettings.LinkPath,
                    async (HttpContext context, ClusterSecret secret) =>
                    {
                        await secret.CheckAsync(context);
                        await context.RequestServices.GetRequiredService<NodeEndpoint>().ServeAsync(context);
                    }
                )
                .IsOpen();
        }
    }

    private static ClusterTables Tables(OpenedStore opened) =>
        opened.Store.Cluster ?? throw new InvalidOperationException("This store is for one server alone.");

    private static ClusterEngine Engine(IServiceProvider provider, ClusterSettings settings, ClusterTables tables) =>
        new(
            provider.GetRequiredService<ActorSystem>(),
            tables.Leases,
            provider.GetRequiredService<NodeLinks>(),
            new ClusterEngineSettings
            {
                Node = provider.GetRequiredService<ClusterNode>(),
                Terms = settings.Terms,
                BeatInterval = settings.RenewEvery,
                LeaseMargin = settings.LeaseMargin,
            },
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("ActorJobs.Cluster")
        );

    private static Uri ListenedAt(IServiceProvider provider) =>
        new(provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
