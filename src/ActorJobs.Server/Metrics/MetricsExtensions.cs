using System.Diagnostics.Metrics;
using ActorJobs.Core.Access;
using ActorJobs.Scheduler.Measures;
using ActorJobs.Server.Access;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Metrics;

/// <summary>Metrics: their services, and their endpoint.</summary>
internal static class MetricsExtensions
{
    /// <summary>Where they are scraped.</summary>
    private const string Path = "/metrics";

    /// <summary>Adds the meter, the instruments, and what exports them from the start of the host on.</summary>
    public static IServiceCollection AddServerMetrics(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create(NodeInstruments.MeterName));
        services.AddSingleton<AppInstruments>();
        services.AddSingleton<NodeInstruments>();
        services.AddSingleton<MetricsExport>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsExport>());
        return services;
    }

    /// <summary>Maps the endpoint. It is no part of the API and of its document: what it answers is text, for machines of another kind.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, (MetricsExport export) => Results.Text(export.Scrape(), PrometheusText.ContentType)).Needs(Role.Viewer);
}
