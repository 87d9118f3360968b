using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Errors;
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
            .Answers<PreviewView>()
            .Refuses(
                ErrorCodes.AppNotFound,
                ErrorCodes.OwnerUnavailable,
                ErrorCodes.OwnerTimeout,
                ErrorCodes.OutcomeUnknown,
                ErrorCodes.UnknownMessage
            );

    private static async Task<IResult> PreviewAsync(
        HttpRequest request,
        AppGroups groups,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var body = await PreviewBody.ReadAsync(request, clock.Moment.Now, cancellationToken);
        var schedule = body.App is { } app
            ? await ResolveAsync(body.Schedule, app, Caller.Of(request.HttpContext), groups, cancellationToken)
            : body.Schedule;
        var fires = SchedulePreview.Next(schedule, body.From, body.From, body.Count);
        return FacadeJson.Answer(new PreviewView(fires, PolicyWords.Describe(body.Schedule, body.Misfire, body.Overlap)));
    }

    /// <summary>The schedule with the days of its calendar, as a job of the app would have them now.</summary>
    private static async ValueTask<Schedule> ResolveAsync(
        Schedule schedule,
        string app,
        Caller caller,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        if (!caller.MaySee(app))
        {
            throw new RefusalException(
                ErrorCodes.TokenOfOneApp,
                $"The token '{caller.Name}' is for app {caller.App} alone, and the calendars of app {app} are beyond it.",
                PreviewBody.AppField
            );
        }

        var settings = AppSettingsText.Read((await groups.DescribeAsync(app, cancellationToken)).Settings);
        settings.RefuseUnknownCalendar(schedule, app, PreviewBody.CalendarField);
        return settings.Resolve(schedule);
    }

    private sealed record PreviewView(IReadOnlyList<Instant> Fires, string Policy);
}
