using System.Text.Json.Nodes;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>Jobs and workflows: listed, shown, switched on and off, deleted. How they are made and changed is in <see cref="JobSaveEndpoints"/>, how they are
/// paused in <see cref="JobPauseEndpoints"/>.</summary>
internal static class JobEndpoints
{
    private const string Cascade = "cascade";

    /// <summary>Maps <c>/apps/{app}/jobs</c>, or <c>/apps/{app}/workflows</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder api, JobRoutes routes)
    {
        var (word, noun) = (routes.Word, routes.Noun);
        var jobs = api.MapGroup("").WithMetadata(routes);
        jobs.MapGet(routes.All, ListAsync)
            .WithMetadata(new QueryNames([.. JobFilter.NamesFor(routes.Kind), QueryReader.LimitName, QueryReader.CursorName]))
            .Describes($"list{noun}s", $"The {word}s of an app, by name. With a filter a page can be short, and still have a next one.")
            .Needs(Role.Viewer)
            .Answers(StatusCodes.Status200OK, $"{noun}Page");
        jobs.MapGet(routes.One, ShowAsync)
            .Describes($"get{noun}", $"A {word} with every field at its value.")
            .Needs(Role.Viewer)
            .Heeds(HeaderNames.IfNoneMatch)
            .Answers(StatusCodes.Status200OK, noun, HeaderNames.ETag)
            .AnswersNothing(StatusCodes.Status304NotModified, HeaderNames.ETag);
        jobs.MapDelete(routes.One, DeleteAsync)
            .WithMetadata(new QueryNames(Cascade))
            .Describes(
                $"delete{noun}",
                $"Deletes a {word}; its {(routes.Kind == JobKind.Job ? "runs" : "instances")} that have ended stay."
            )
            .Needs(Role.Developer)
            .Heeds(HeaderNames.IfMatch)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.JobHasOpenRuns, ErrorCodes.UsedByWorkflows);
        jobs.MapPost(routes.Action("enable"), EnableAsync)
            .Describes($"enable{noun}", $"Switches the schedules of a {word} on.")
            .Needs(Role.Operator)
            .IsSwitch();
        jobs.MapPost(routes.Action("disable"), DisableAsync)
            .Describes($"disable{noun}", $"Switches the schedules of a {word} off.")
            .Needs(Role.Operator)
            .IsSwitch();
        jobs.MapJobPauses(routes);
        jobs.MapJobBatches(routes);
        jobs.MapBackfill(routes);
        jobs.MapJobSaves(routes);
        jobs.MapJobVersions(routes);
        jobs.MapRunSubmission(routes);
    }

    private static void IsSwitch(this RouteHandlerBuilder route) =>
        route
            .Heeds(HeaderNames.IfMatch)
            .MayTake("Empty", "{}")
            .Answers<JobSavedView>(StatusCodes.Status200OK, HeaderNames.ETag)
            .Refuses(ErrorCodes.JobSetAside);

    private static async Task<IResult> ListAsync(
        JobPath path,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (limit, cursor, filter) = (query.Limit(), query.NameCursor(), JobFilter.Read(query, path.Kind));
        query.ThrowIfWrong();
        await lookup.AppAsync(path.App, cancellationToken);
        var (jobs, next) = await filter.ListAsync(queries, path.App, cursor, limit, cancellationToken);
        return FacadeJson.Answer(new Page<JsonObject>([.. jobs.Select(JobView.Of)], next));
    }

    private static async Task<IResult> ShowAsync(JobPath path, HttpRequest request, StoreLookup lookup, CancellationToken cancellationToken)
    {
        var record = await lookup.JobAsync(path, cancellationToken);
        var (tag, response) = (JobTag.OfView(record), request.HttpContext.Response);
        if (!tag.IsKnownTo(request))
        {
            return JobView.Answer(response, record);
        }

        tag.WriteTo(response);
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private static async Task<IResult> DeleteAsync(
        JobPath path,
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
            Name = path.Name,
            IsWorkflow = path.Kind == JobKind.Workflow,
            Cascade = cascade,
            ExpectedId = demanded?.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? 0,
        };
        var message = new AppGroupMessage { DeleteJob = delete };
        return await changes.AskAsync(path, message, demanded, _ => Results.NoContent(), cancellationToken);
    }

    private static Task<IResult> EnableAsync(JobPath path, HttpRequest request, JobChanges changes, CancellationToken cancellationToken) =>
        SwitchAsync(path, new EnableJob { Enabled = true }, request, changes, cancellationToken);

    private static Task<IResult> DisableAsync(JobPath path, HttpRequest request, JobChanges changes, CancellationToken cancellationToken) =>
        SwitchAsync(path, new EnableJob { Enabled = false }, request, changes, cancellationToken);

    private static async Task<IResult> SwitchAsync(
        JobPath path,
        EnableJob enable,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        enable.Name = path.Name;
        enable.IsWorkflow = path.Kind == JobKind.Workflow;
        enable.ExpectedId = demanded?.Id ?? 0;
        enable.ExpectedVersion = demanded?.Version ?? 0;
        return await changes.AskAsync(
            path,
            new AppGroupMessage { EnableJob = enable },
            demanded,
            reply => JobSavedView.Answer(request.HttpContext.Response, enable.Name, enable.Enabled, reply.JobSaved),
            cancellationToken
        );
    }
}
