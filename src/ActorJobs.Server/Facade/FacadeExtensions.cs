using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Instances;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.RunLogs;
using ActorJobs.Server.Facade.Submission;
using ActorJobs.Server.Facade.Waiting;
using ActorJobs.Server.Logs;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorJobs.Server.Facade;

/// <summary>The HTTP facade: its services, and its endpoints.</summary>
public static class FacadeExtensions
{
    /// <summary>Adds what the endpoints need, and what turns every error into a problem.</summary>
    public static IServiceCollection AddFacade(this IServiceCollection services)
    {
        services.AddSingleton<IAppOwners, RegionAppOwners>();
        services.AddSingleton<StoreLookup>();
        services.AddSingleton<AppGroups>();
        services.AddSingleton<RunSubmission>();
        services.AddSingleton<SubmittedAnswer>();
        services.AddSingleton<RunDescription>();
        services.AddSingleton<RunExplanation>();
        services.AddSingleton<InstanceDescription>();
        services.AddSingleton<InstanceOperations>();
        services.AddSingleton<RunWait>();
        services.AddSingleton<RunLogEnd>();
        services.AddSingleton<LogRing>(); // Where no log is kept it stays empty.
        services.AddSingleton<RunLists>();
        services.AddSingleton<JobChanges>();
        services.AddSingleton<Transfers>();
        services.AddSingleton<RouteMethods>();
        services.AddSingleton<OpenApiDocument>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ProblemStartupFilter>());
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<NoActionConstraint>(NoActionConstraint.Name));
        return services;
    }

    /// <summary>Maps version 1 of the API, and the health checks.</summary>
    public static void MapFacade(this IEndpointRouteBuilder endpoints)
    {
        var guarded = endpoints.MapGuarded();
        guarded.MapHealth();
        guarded.MapOpenApi();
        var api = guarded.MapGroup("/api/v1").AddEndpointFilter<QueryNamesFilter>();
        api.MapApps();
        api.MapAppPauses();
        api.MapJobs(JobRoutes.Jobs);
        api.MapJobs(JobRoutes.Workflows);
        api.MapInstances();
        api.MapRuns();
        api.MapRunLogs();
        api.MapWorkers();
        api.MapWorkerDrains();
        api.MapSchedules();
        api.MapServer();
        api.MapLog();
        api.MapTokens();
        api.MapAudit();
        api.MapWorkerSecrets();
        api.MapAppSettings();
        api.MapNotifications();
        api.MapTransfers();
        api.MapSecrets();
        api.MapCluster();
    }
}
