using ActorJobs.Actors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Measures;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Links;
using ActorJobs.Server.Metrics;
using ActorJobs.Server.Notifications;
using ActorJobs.Server.RunLogs;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Hosting;

/// <summary>Puts the parts of a server together.</summary>
internal static class ServerComposition
{
    /// <summary>The type of app groups, as entities.</summary>
    public const string AppGroupType = "app";

    /// <summary>Adds a server that starts with its host, on a store that is open already.</summary>
    public static void AddServer(
        this IServiceCollection services,
        ServerSettings settings,
        SqlStore store,
        StoreOwnership ownership,
        TimeProvider time
    )
    {
        var opened = new OpenedStore();
        opened.Set(store, ownership, settings.Secrets.Key);
        services.AddServer(settings, opened, time);
        services.AddHostedService(provider => provider.GetRequiredService<ClockSampling>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHostedService(provider => provider.GetRequiredService<LogKeeping>());
        services.AddHostedService(provider => provider.GetRequiredService<EngineLifetime>());
        services.AddHostedService(provider => provider.GetRequiredService<NotificationDelivery>());
    }

    /// <summary>
    /// Adds a server whose store is opened later; <see cref="ClockSampling"/>, <see cref="AuditTrail"/>, <see cref="LogKeeping"/>, <see cref="EngineLifetime"/> and
    /// <see cref="NotificationDelivery"/> are started after that.
    /// </summary>
    public static void AddServer(this IServiceCollection services, ServerSettings settings, OpenedStore opened, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Workers);
        services.AddSingleton(_ => new NodeIdentity(settings.NodeName, opened.Store.StoreId.ToString()));
        services.AddSingleton<IAppDirectory>(_ => opened.Store);
        services.AddSingleton<IStoreClock>(_ => opened.Store);
        services.AddSingleton(_ => opened.Store.Queries);
        services.AddSingleton(_ => opened.Store.Access);
        services.AddSingleton(_ => opened.Store.Audit);
        services.AddSingleton(_ => opened.Store.Secrets);
        services.AddSingleton(_ => opened.Store.Logs);
        services.AddNotifications(opened);
        services.AddSingleton(_ => new SecretSeal(opened.SecretKey));
        services.AddSingleton<LogOutage>();
        services.AddSingleton<LogFollowers>();
        services.AddSingleton<LogStorage>();
        services.AddSingleton<LogKeeping>();
        services.AddSingleton(_ => new LogMasks(opened.Store.Secrets, opened.SecretKey));
        services.AddSingleton(new SchedulingClock(time));
        services.AddSingleton(new LocalSessions(settings.NodeName, time.GetUtcNow().ToUnixTimeMilliseconds() << 16));
        services.AddSingleton(provider => new ActorSystem(new ThreadPoolActorScheduler(), time, Logger(provider, "ActorJobs.Actors")));
        if (settings.Cluster is { } cluster)
        {
            services.AddCluster(cluster, opened);
        }
        else
        {
            services.AddSingleton<IEngine>(provider => new LocalEngine(
                provider.GetRequiredService<ActorSystem>(),
                opened.Ownership!,
                new LocalEngineSettings { Node = settings.NodeName }
            ));
            services.AddSingleton<IAppStore>(_ => opened.Store);
            services.AddSingleton<ISessions>(provider => provider.GetRequiredService<LocalSessions>());
            services.AddSingleton<IClusterInfo, SingleServerInfo>();
        }

        services.AddSingleton(provider => AppGroups(provider, opened));
        services.AddSingleton<AppWatch>();
        services.AddLinks(new LinkSettings { ClockTolerance = settings.ClockTolerance });
        services.AddServerMetrics(settings.Metrics);
        services.AddSingleton<Readiness>();
        services.AddSingleton<StoreWait>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<Readiness>());
        services.AddAccess(settings.Access, settings.Audit);
        services.AddFacade();
        services.AddSingleton<ClockSampling>();
        services.AddSingleton(provider => new EngineLifetime(
            provider.GetRequiredService<IEngine>(),
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<AppWatch>(),
            provider.GetService<ClusterMember>(),
            provider.GetRequiredService<Readiness>(),
            provider.GetRequiredService<StoreWait>(),
            provider.GetRequiredService<NodeInstruments>(),
            provider.GetRequiredService<ILogger<EngineLifetime>>()
        ));
    }

    private static ShardRegion<AppGroupMessage, AppGroupReply> AppGroups(IServiceProvider provider, OpenedStore opened)
    {
        var surroundings = new AppGroupSurroundings(
            provider.GetRequiredService<IAppStore>(),
            provider.GetRequiredService<ISessions>(),
            provider.GetRequiredService<SchedulingClock>(),
            provider.GetRequiredService<Core.Workers.WorkerLimits>(),
            provider.GetRequiredService<AppInstruments>(),
            provider.GetRequiredService<NodeIdentity>().Name,
            Logger(provider, "ActorJobs.Apps")
        )
        {
            SecretKey = opened.SecretKey,
            NotificationDue = provider.GetRequiredService<NotificationDelivery>().Wake,
        };
        return new ShardRegion<AppGroupMessage, AppGroupReply>(
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<IEngine>(),
            AppGroupType,
            app => new AppGroupActor(app, surroundings),
            new AppGroupCodec()
        );
    }

    private static ILogger Logger(IServiceProvider provider, string category) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
