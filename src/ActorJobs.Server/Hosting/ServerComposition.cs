using ActorJobs.Actors;
using ActorJobs.Persistence.Sql;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Links;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Hosting;

/// <summary>Puts the parts of a server together.</summary>
internal static class ServerComposition
{
    /// <summary>The type of app groups, as entities.</summary>
    private const string AppGroupType = "app";

    /// <summary>Adds everything that needs the open store.</summary>
    public static void AddServer(
        this IServiceCollection services,
        ServerSettings settings,
        SqlStore store,
        StoreOwnership ownership,
        TimeProvider time
    )
    {
        services.AddSingleton(time);
        services.AddSingleton(settings.Workers);
        services.AddSingleton(new NodeIdentity(settings.NodeName, store.StoreId.ToString()));
        services.AddSingleton<IAppStore>(store);
        services.AddSingleton<IAppDirectory>(store);
        services.AddSingleton<IStoreClock>(store);
        services.AddSingleton(store.Queries);
        services.AddSingleton(new SchedulingClock(time));
        services.AddSingleton(new LocalSessions(settings.NodeName, time.GetUtcNow().ToUnixTimeMilliseconds() << 16));
        services.AddSingleton<ISessions>(provider => provider.GetRequiredService<LocalSessions>());
        services.AddSingleton(provider => new ActorSystem(new ThreadPoolActorScheduler(), time, Logger(provider, "ActorJobs.Actors")));
        services.AddSingleton(provider => new LocalEngine(
            provider.GetRequiredService<ActorSystem>(),
            ownership,
            new LocalEngineSettings { Node = settings.NodeName }
        ));
        services.AddSingleton(AppGroups);
        services.AddSingleton<LinkEndpoint>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<Readiness>());
        services.AddFacade();
        services.AddSingleton<ClockSampling>();
        services.AddHostedService(provider => provider.GetRequiredService<ClockSampling>());
        services.AddHostedService<EngineLifetime>();
    }

    private static ShardRegion<AppGroupMessage, AppGroupReply> AppGroups(IServiceProvider provider)
    {
        var surroundings = new AppGroupSurroundings(
            provider.GetRequiredService<IAppStore>(),
            provider.GetRequiredService<ISessions>(),
            provider.GetRequiredService<SchedulingClock>(),
            provider.GetRequiredService<Core.Workers.WorkerLimits>(),
            provider.GetRequiredService<NodeIdentity>().Name,
            Logger(provider, "ActorJobs.Apps")
        );
        return new ShardRegion<AppGroupMessage, AppGroupReply>(
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<LocalEngine>(),
            AppGroupType,
            app => new AppGroupActor(app, surroundings),
            new AppGroupCodec()
        );
    }

    private static ILogger Logger(IServiceProvider provider, string category) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
