using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
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
        services.AddSingleton<RouteMethods>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ProblemStartupFilter>());
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<NoActionConstraint>(NoActionConstraint.Name));
        return services;
    }

    /// <summary>Maps version 1 of the API, and the health checks.</summary>
    public static void MapFacade(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealth();
        var api = endpoints.MapGroup("/api/v1").AddEndpointFilter<QueryNamesFilter>();
        api.MapApps();
        api.MapJobs();
        api.MapRuns();
        api.MapWorkers();
        api.MapSchedules();
    }
}
