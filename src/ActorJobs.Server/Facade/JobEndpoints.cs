using System.Text.Json.Nodes;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Jobs: made, shown, listed, changed, switched on and off, deleted.</summary>
internal static class JobEndpoints
{
    private const string Jobs = "/apps/{app}/jobs";
    private const string Job = Jobs + "/{job:noAction}";
    private const string Cascade = "cascade";

    /// <summary>Maps <c>/apps/{app}/jobs</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        api.MapGet(Jobs, ListAsync).WithMetadata(new QueryNames(QueryReader.LimitName, QueryReader.CursorName));
        api.MapPost(Jobs, CreateAsync);
        api.MapGet(Job, ShowAsync);
        api.MapPut(Job, ReplaceAsync);
        api.MapDelete(Job, DeleteAsync).WithMetadata(new QueryNames(Cascade));
        api.MapPost(Jobs + "/{job}:enable", EnableAsync);
        api.MapPost(Jobs + "/{job}:disable", DisableAsync);
    }

    private static async Task<IResult> ListAsync(
        string app,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (limit, cursor) = (query.Limit(), query.NameCursor());
        query.ThrowIfWrong();
        await lookup.AppAsync(app, cancellationToken);
        var jobs = await queries.ListJobsAsync(app, cursor, limit, cancellationToken);
        return FacadeJson.Answer(Page<JsonObject>.Of(jobs, limit, JobView.Of, job => job.Name));
    }

    private static async Task<IResult> CreateAsync(string app, HttpRequest request, AppGroups groups, CancellationToken cancellationToken)
    {
        var body = await JobBody.ReadNewAsync(request, cancellationToken);
        var save = new SaveJob { Definition = body.Text, Mode = SaveMode.Create };
        var reply = await groups.AskAsync(app, new AppGroupMessage { SaveJob = save }, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"/api/v1/apps/{app}/jobs/{body.Definition.Name}";
        return Saved(request, body.Definition.Name, body.Definition.Enabled, reply.JobSaved, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ShowAsync(
        string app,
        string job,
        HttpResponse response,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.JobAsync(app, job, cancellationToken);
        IfMatch.Tag(response, record.Version);
        return FacadeJson.Answer(JobView.Of(record));
    }

    private static async Task<IResult> ReplaceAsync(
        string app,
        string job,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var expected = IfMatch.VersionOf(request);
        var body = await JobBody.ReadChangeAsync(request, cancellationToken);
        var save = new SaveJob
        {
            Definition = body.Text,
            Mode = SaveMode.Replace,
            Name = job,
            ExpectedVersion = expected ?? body.Version ?? 0,
        };
        var reply = await groups.AskAsync(app, new AppGroupMessage { SaveJob = save }, cancellationToken);
        return Saved(request, body.Definition.Name, body.Definition.Enabled, reply.JobSaved);
    }

    private static async Task<IResult> DeleteAsync(
        string app,
        string job,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var cascade = query.Flag(Cascade);
        query.ThrowIfWrong();
        var delete = new DeleteJob
        {
            Name = job,
            Cascade = cascade,
            ExpectedVersion = IfMatch.VersionOf(request) ?? 0,
        };
        await groups.AskAsync(app, new AppGroupMessage { DeleteJob = delete }, cancellationToken);
        return Results.NoContent();
    }

    private static Task<IResult> EnableAsync(
        string app,
        string job,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    ) => SwitchAsync(app, new EnableJob { Name = job, Enabled = true }, request, groups, cancellationToken);

    private static Task<IResult> DisableAsync(
        string app,
        string job,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    ) => SwitchAsync(app, new EnableJob { Name = job, Enabled = false }, request, groups, cancellationToken);

    private static async Task<IResult> SwitchAsync(
        string app,
        EnableJob enable,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        var reply = await groups.AskAsync(app, new AppGroupMessage { EnableJob = enable }, cancellationToken);
        return Saved(request, enable.Name, enable.Enabled, reply.JobSaved);
    }

    private static IResult Saved(HttpRequest request, string name, bool enabled, JobSaved saved, int status = StatusCodes.Status200OK)
    {
        IfMatch.Tag(request.HttpContext.Response, saved.Version);
        return FacadeJson.Answer(new JobSavedView(name, saved.Id, saved.Version, enabled), status);
    }

    private sealed record JobSavedView(string Name, long Id, long Version, bool Enabled);
}
