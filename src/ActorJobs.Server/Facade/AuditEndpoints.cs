using System.Globalization;
using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Who changed what.</summary>
internal static class AuditEndpoints
{
    private const string App = "app";
    private const string From = "from";
    private const string To = "to";

    /// <summary>Maps <c>/audit</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync)
            .WithMetadata(new QueryNames(App, From, To, QueryReader.LimitName, QueryReader.CursorName))
            .Describes("listAudit", "What was changed over the API, and which changes were refused, the newest first.")
            .Needs(Role.Admin, Reach.Anything)
            .Answers<Page<AuditView>>()
            .Refuses(ErrorCodes.InvalidTime);

    private static async Task<IResult> ListAsync(HttpRequest request, IAuditStore audit, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var (app, from, to) = (query.Name(App), query.Instant(From), query.Instant(To));
        var (limit, cursor) = (query.Limit(), query.NumberCursor());
        query.ThrowIfWrong();
        var caller = Caller.Of(request.HttpContext);
        if (app is not null && !caller.MaySee(app))
        {
            throw new RefusalException(
                ErrorCodes.TokenOfOneApp,
                $"The token '{caller.Name}' is for app {caller.App} alone, and sees the audit of that app only.",
                App
            );
        }

        var rows = await audit.ListAsync(new AuditFilter(caller.App ?? app, from, to, cursor, limit), cancellationToken);
        return FacadeJson.Answer(
            Page<AuditView>.Of(rows, limit, row => AuditView.Of(row.Record), row => row.Id.ToString(CultureInfo.InvariantCulture))
        );
    }
}
