using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>The health checks.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps <c>/healthz</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/healthz");
        health.MapGet("/live", () => FacadeJson.Answer(new HealthView("ok", null)));
        health.MapGet("/started", (IReadiness readiness) => Answer(readiness.IsStarted, readiness));
        health.MapGet("/ready", (IReadiness readiness) => Answer(readiness is { IsStarted: true, IsReady: true }, readiness));
    }

    private static IResult Answer(bool isGood, IReadiness readiness) =>
        isGood
            ? FacadeJson.Answer(new HealthView("ok", null))
            : FacadeJson.Answer(new HealthView("unavailable", readiness.Reasons), StatusCodes.Status503ServiceUnavailable);

    private sealed record HealthView(string Status, IReadOnlyList<string>? Reasons);
}
