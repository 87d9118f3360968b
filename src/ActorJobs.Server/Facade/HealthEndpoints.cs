using ActorJobs.Scheduler.Measures;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.RunLogs;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Facade;

/// <summary>The health checks.</summary>
internal static class HealthEndpoints
{
    private const int MostReasons = 10;

    /// <summary>Maps <c>/healthz</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/healthz");
        health
            .MapGet("/live", () => FacadeJson.Answer(new HealthView("ok", null)))
            .Describes("isLive", "Whether the process serves.")
            .IsOpen()
            .Answers<HealthView>();
        health
            .MapGet("/started", (IReadiness readiness) => Answer(readiness.IsStarted, readiness))
            .Describes("isStarted", "Whether the start is over.")
            .IsOpen()
            .Answers<HealthView>()
            .Answers<HealthView>(StatusCodes.Status503ServiceUnavailable);
        health
            .MapGet(
                "/ready",
                (IReadiness readiness, AppInstruments apps, LogOutage logs, AccessSettings access) =>
                    readiness is { IsStarted: true, IsReady: true } && Troubles(apps, logs, access.IsRequired) is { Count: > 0 } troubles
                        ? FacadeJson.Answer(new HealthView("degraded", troubles))
                        : Answer(readiness is { IsStarted: true, IsReady: true }, readiness)
            )
            .Describes(
                "isReady",
                "Whether requests are of use; degraded: they are, but some runs are stuck, or logs of runs cannot be stored."
            )
            .IsOpen()
            .Answers<HealthView>()
            .Answers<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Answer(bool isGood, IReadiness readiness) =>
        isGood
            ? FacadeJson.Answer(new HealthView("ok", null))
            : FacadeJson.Answer(new HealthView("unavailable", readiness.Reasons), StatusCodes.Status503ServiceUnavailable);

    private static List<string> Troubles(AppInstruments apps, LogOutage logs, bool isGuarded)
    {
        var troubles = Troubles(apps.Owned.SelectMany(app => app.Figures.Stuck.Select(run => $"app {app.Name}: {run}")), isGuarded);
        if (logs.Reason is { } outage)
        {
            troubles.Add(
                isGuarded ? "the logs of runs cannot be stored; the log tells why" : $"the logs of runs cannot be stored: {outage}"
            );
        }

        return troubles;
    }

    /// <summary>What is wrong with single runs, in words. It makes requests of no less use: taking the server out of service would not help.</summary>
    /// <param name="runs">What is wrong, run by run.</param>
    /// <param name="isGuarded">Whether names are for those who have a token: health is told to everybody.</param>
    internal static List<string> Troubles(IEnumerable<string> runs, bool isGuarded)
    {
        var stuck = runs.ToList();
        return isGuarded && stuck.Count > 0 ? [$"{stuck.Count} run(s) are stuck; the log and actorjobs_stuck_runs tell of which apps"]
            : stuck.Count <= MostReasons ? stuck
            : [.. stuck.Take(MostReasons), $"and {stuck.Count - MostReasons} more"];
    }

    private sealed record HealthView(string Status, IReadOnlyList<string>? Reasons);
}
