using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Schedules, before they are saved.</summary>
internal static class ScheduleEndpoints
{
    /// <summary>Maps <c>/schedules:preview</c>.</summary>
    public static void MapSchedules(this IEndpointRouteBuilder api) =>
        api.MapPost("/schedules:preview", PreviewAsync)
            .Describes("previewSchedule", "When a schedule would fire, and what its policies mean.")
            .Needs(Role.Viewer, Reach.Anything)
            .IsNotAudited()
            .Takes("PreviewRequest", PreviewBody.Example)
            .Answers<PreviewView>();

    private static async Task<IResult> PreviewAsync(HttpRequest request, SchedulingClock clock, CancellationToken cancellationToken)
    {
        var body = await PreviewBody.ReadAsync(request, clock.Moment.Now, cancellationToken);
        var fires = SchedulePreview.Next(body.Schedule, body.From, body.From, body.Count);
        return FacadeJson.Answer(new PreviewView(fires, PolicyWords.Describe(body.Schedule, body.Misfire, body.Overlap)));
    }

    private sealed record PreviewView(IReadOnlyList<Instant> Fires, string Policy);
}
