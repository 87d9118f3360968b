using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>The definitions of an app as one document: taken out, and in again.</summary>
internal static class TransferEndpoints
{
    private const string Prefix = "prefix";
    private const string Partial = "partial";
    private const string DryRun = "dryRun";

    /// <summary>Maps <c>/apps/{app}/export</c> and <c>/apps/{app}/import</c>.</summary>
    public static void MapTransfers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/apps/{app}/export", ExportAsync)
            .WithMetadata(new QueryNames(Prefix))
            .Describes("exportApp", "The jobs, workflows and settings of an app as one document, without ids, versions and secrets.")
            .Needs(Role.Viewer)
            .Answers(StatusCodes.Status200OK, "AppExport")
            .Refuses(ErrorCodes.JobSetAside, ErrorCodes.QueryTooWide);
        api.MapPost("/apps/{app}/import", ImportAsync)
            .WithMetadata(new QueryNames(Partial, DryRun))
            .Describes("importApp", "Makes or replaces the jobs and workflows of a document, all or none of them.")
            .Needs(Role.Developer)
            .Takes("AppImport", ImportBody.Example, RequestBody.Yaml)
            .Answers<ImportView>()
            .Answers<ImportView>(StatusCodes.Status207MultiStatus)
            .Refuses([
                ErrorCodes.InvalidYaml,
                ErrorCodes.JobExists,
                ErrorCodes.JobNotFound,
                ErrorCodes.WorkflowNotFound,
                ErrorCodes.VersionConflict,
                ErrorCodes.CalendarInUse,
                ErrorCodes.UnknownChannel,
                ErrorCodes.ChannelInUse,
                .. JobSaveEndpoints.OfGraph,
            ]);
    }

    private static async Task<IResult> ExportAsync(
        string app,
        HttpRequest request,
        Transfers transfers,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var prefix = query.Name(Prefix);
        query.ThrowIfWrong();
        return FacadeJson.Answer(await transfers.ExportAsync(app, prefix, cancellationToken));
    }

    private static async Task<IResult> ImportAsync(
        string app,
        HttpRequest request,
        Transfers transfers,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (isPartial, isDryRun) = (query.Flag(Partial), query.Flag(DryRun));
        query.ThrowIfWrong();
        var body = await ImportBody.ReadAsync(request, cancellationToken);
        var mode =
            isDryRun ? ImportMode.Check
            : isPartial ? ImportMode.WhatIsRight
            : ImportMode.AllOrNothing;
        return (await transfers.ImportAsync(app, body, mode, Caller.Of(request.HttpContext), cancellationToken)).Answer();
    }
}
