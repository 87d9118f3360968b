using ActorJobs.Errors;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Hosting;

/// <summary>Lets nobody in but health checks until the server has started.
/// It holds its port before its store, so that an orchestrator can ask what it waits for.</summary>
internal sealed class StartDoor(RequestDelegate next, IReadiness readiness)
{
    /// <summary>Serves a request.</summary>
    public Task InvokeAsync(HttpContext context) =>
        readiness.IsStarted || context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal)
            ? next(context)
            : new ProblemAnswer(
                ErrorCodes.NotStarted,
                $"The server is still starting: {string.Join("; ", readiness.Reasons)}. Nothing was done; try again."
            ).ExecuteAsync(context);
}
