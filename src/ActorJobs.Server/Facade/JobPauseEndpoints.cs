using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Protocol;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>Jobs and workflows: paused and resumed.</summary>
internal static class JobPauseEndpoints
{
    /// <summary>Maps <c>:pause</c> and <c>:resume</c> of jobs, or of workflows.</summary>
    public static void MapJobPauses(this IEndpointRouteBuilder api, JobRoutes routes)
    {
        var (word, noun) = (routes.Word, routes.Noun);
        var runs = routes.Kind == JobKind.Job ? "runs wait" : "new instances wait";
        var open = routes.Kind == JobKind.Job ? "Runs that a worker has" : "Instances that have begun";
        api.MapPost(routes.Action("pause"), PauseAsync)
            .Describes(
                $"pause{noun}",
                $"Lets the schedules of a {word} rest and its {runs}, until it is resumed or a time comes. {open} go on to their end."
            )
            .Needs(Role.Operator)
            .Heeds(HeaderNames.IfMatch)
            .MayTake("PauseRequest", PauseBody.Example)
            .Answers(StatusCodes.Status200OK, noun, HeaderNames.ETag);
        api.MapPost(routes.Action("resume"), ResumeAsync)
            .Describes($"resume{noun}", $"Lets a paused {word} go on: what waits at once, its schedules from now on.")
            .Needs(Role.Operator)
            .Heeds(HeaderNames.IfMatch)
            .MayTake("Empty", "{}")
            .Answers(StatusCodes.Status200OK, noun, HeaderNames.ETag);
    }

    private static async Task<IResult> PauseAsync(
        JobPath path,
        HttpRequest request,
        JobChanges changes,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        var body = await PauseBody.ReadAsync(request, cancellationToken);
        var pause = new PauseJob
        {
            Name = path.Name,
            IsWorkflow = path.Kind == JobKind.Workflow,
            By = RequestOrigin.Of(request),
            Note = body.Note ?? "",
            ExpectedId = demanded?.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? 0,
        };
        if (body.Until is { } until)
        {
            pause.Until = until.ToUnixTimeMilliseconds();
        }

        return await ChangeAsync(path, new AppGroupMessage { PauseJob = pause }, demanded, request, changes, lookup, cancellationToken);
    }

    private static async Task<IResult> ResumeAsync(
        JobPath path,
        HttpRequest request,
        JobChanges changes,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        var resume = new ResumeJob
        {
            Name = path.Name,
            IsWorkflow = path.Kind == JobKind.Workflow,
            ExpectedId = demanded?.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? 0,
        };
        return await ChangeAsync(path, new AppGroupMessage { ResumeJob = resume }, demanded, request, changes, lookup, cancellationToken);
    }

    /// <summary>Makes the change, and answers the job as it is then.</summary>
    private static async Task<IResult> ChangeAsync(
        JobPath path,
        AppGroupMessage message,
        JobTag? demanded,
        HttpRequest request,
        JobChanges changes,
        StoreLookup lookup,
        CancellationToken cancellationToken
    ) =>
        await changes.AskAsync(
            path,
            message,
            demanded,
            async _ => JobView.Answer(request.HttpContext.Response, await lookup.JobAsync(path, cancellationToken)),
            cancellationToken
        );
}
