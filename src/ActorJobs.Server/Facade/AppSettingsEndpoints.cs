using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>What is set for all jobs of an app: limits of the whole, defaults, maxima, calendars, who is told of what, and which logs are kept.</summary>
internal static class AppSettingsEndpoints
{
    private const string Settings = "/apps/{app}/settings";
    private const string Example =
        """{"limits":{"running":100},"defaults":{"timeouts":{"run":"1h"}},"maxima":{"timeouts":{"run":"7d"},"retries":10}"""
        + ""","calendars":{"holidays":{"dates":["2026-12-24"],"everyYear":["12-25","01-01"],"weekdays":["sat","sun"]}}}""";

    /// <summary>Maps <c>/apps/{app}/settings</c>.</summary>
    public static void MapAppSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet(Settings, ShowAsync)
            .Describes(
                "getSettings",
                "What is set for all jobs of the app: limits, defaults, maxima, calendars, channels, what these are told, and which logs are kept."
            )
            .Needs(Role.Viewer)
            .Answers(StatusCodes.Status200OK, "AppSettings");
        api.MapPut(Settings, SetAsync)
            .Describes(
                "setSettings",
                "Sets limits, defaults, maxima, calendars, channels, what these are told, and which logs are kept, for all jobs of the app; what is left out "
                    + "is not set any more."
            )
            .Needs(Role.Admin)
            .Takes("AppSettings", Example)
            .Answers(StatusCodes.Status200OK, "AppSettings")
            .Refuses(ErrorCodes.CalendarInUse, ErrorCodes.UnknownChannel, ErrorCodes.ChannelInUse);
    }

    private static async Task<IResult> ShowAsync(string app, AppGroups groups, CancellationToken cancellationToken) =>
        FacadeJson.Answer(StoredJson.Read((await groups.DescribeAsync(app, cancellationToken)).Settings));

    private static async Task<IResult> SetAsync(string app, HttpRequest request, AppGroups groups, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var settings = AppSettingsText.Read(body, errors);
        InvalidFieldsException.ThrowIfAny(errors);
        var text = AppSettingsText.Write(settings!);
        await groups.AskAsync(app, new AppGroupMessage { ConfigureApp = new ConfigureApp { Settings = text } }, cancellationToken);
        return FacadeJson.Answer(StoredJson.Read(text));
    }
}
