using System.Text.Json.Nodes;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>Jobs: listed, shown, switched on and off, deleted. How they are made and changed is in <see cref="JobSaveEndpoints"/>, how they are paused in
/// <see cref="JobPauseEndpoints"/>.</summary>
internal static class JobEndpoints
{
    private const string Jobs = "/apps/{app}/jobs";
    private const string Job = Jobs + "/{job:noAction}";
    private const string Cascade = "cascade";

    /// <summary>Maps <c>/apps/{app}/jobs</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        api.MapGet(Jobs, ListAsync)
            .WithMetadata(new QueryNames([.. JobFilter.Names, QueryReader.LimitName, QueryReader.CursorName]))
            .Describes("listJobs", "The jobs of an app, by name. With a filter a page can be short, and still have a next one.")
            .Needs(Role.Viewer)
            .Answers(StatusCodes.Status200OK, "JobPage");
        api.MapGet(Job, ShowAsync)
            .Describes("getJob", "A job with every field at its value.")
            .Needs(Role.Viewer)
            .Heeds(HeaderNames.IfNoneMatch)
            .Answers(StatusCodes.Status200OK, "Job", HeaderNames.ETag)
            .AnswersNothing(StatusCodes.Status304NotModified, HeaderNames.ETag);
        api.MapDelete(Job, DeleteAsync)
            .WithMetadata(new QueryNames(Cascade))
            .Describes("deleteJob", "Deletes a job; its runs that have ended stay.")
            .Needs(Role.Developer)
            .Heeds(HeaderNames.IfMatch)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.JobHasOpenRuns);
        api.MapPost(Jobs + "/{job}:enable", EnableAsync)
            .Describes("enableJob", "Switches the schedules of a job on.")
            .Needs(Role.Operator)
            .IsSwitch();
        api.MapPost(Jobs + "/{job}:disable", DisableAsync)
            .Describes("disableJob", "Switches the schedules of a job off.")
            .Needs(Role.Operator)
            .IsSwitch();
        api.MapJobPauses();
        api.MapJobSaves();
        api.MapJobVersions();
    }

    private static void IsSwitch(this RouteHandlerBuilder route) =>
        route
            .Heeds(HeaderNames.IfMatch)
            .MayTake("Empty", "{}")
            .Answers<JobSavedView>(StatusCodes.Status200OK, HeaderNames.ETag)
            .Refuses(ErrorCodes.JobSetAside);

    private static async Task<IResult> ListAsync(
        string app,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (limit, cursor, filter) = (query.Limit(), query.NameCursor(), JobFilter.Read(query));
        query.ThrowIfWrong();
        await lookup.AppAsync(app, cancellationToken);
        var (jobs, next) = await filter.ListAsync(queries, app, cursor, limit, cancellationToken);
        return FacadeJson.Answer(new Page<JsonObject>([.. jobs.Select(JobView.Of)], next));
    }

    private static async Task<IResult> ShowAsync(
        string app,
        string job,
        HttpRequest request,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.JobAsync(app, job, cancellationToken);
        var (tag, response) = (JobTag.OfView(record), request.HttpContext.Response);
        if (!tag.IsKnownTo(request))
        {
            return JobView.Answer(response, record);
        }

        tag.WriteTo(response);
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private static async Task<IResult> DeleteAsync(
        string app,
        string job,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var cascade = query.Flag(Cascade);
        query.ThrowIfWrong();
        var demanded = JobTag.Demanded(request);
        var delete = new DeleteJob
        {
            Name = job,
            Cascade = cascade,
            ExpectedId = demanded?.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? 0,
        };
        var message = new AppGroupMessage { DeleteJob = delete };
        return await changes.AskAsync(app, job, message, demanded, _ => Results.NoContent(), cancellationToken);
    }

    private static Task<IResult> EnableAsync(
        string app,
        string job,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    ) => SwitchAsync(app, new EnableJob { Name = job, Enabled = true }, request, changes, cancellationToken);

    private static Task<IResult> DisableAsync(
        string app,
        string job,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    ) => SwitchAsync(app, new EnableJob { Name = job, Enabled = false }, request, changes, cancellationToken);

    private static async Task<IResult> SwitchAsync(
        string app,
        EnableJob enable,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        enable.ExpectedId = demanded?.Id ?? 0;
        enable.ExpectedVersion = demanded?.Version ?? 0;
        return await changes.AskAsync(
            app,
            enable.Name,
            new AppGroupMessage { EnableJob = enable },
            demanded,
            reply => JobSavedView.Answer(request.HttpContext.Response, enable.Name, enable.Enabled, reply.JobSaved),
            cancellationToken
        );
    }
}
