using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>Jobs: paused and resumed.</summary>
internal static class JobPauseEndpoints
{
    private const string Job = "/apps/{app}/jobs/{job}";

    /// <summary>Maps <c>:pause</c> and <c>:resume</c>.</summary>
    public static void MapJobPauses(this IEndpointRouteBuilder api)
    {
        api.MapPost(Job + ":pause", PauseAsync)
            .Describes(
                "pauseJob",
                "Lets the schedules of a job rest and its runs wait, until it is resumed or a time comes. Runs that a worker has go on to their end."
            )
            .Needs(Role.Operator)
            .Heeds(HeaderNames.IfMatch)
            .MayTake("PauseRequest", PauseBody.Example)
            .Answers(StatusCodes.Status200OK, "Job", HeaderNames.ETag);
        api.MapPost(Job + ":resume", ResumeAsync)
            .Describes("resumeJob", "Lets a paused job go on: its runs that wait at once, its schedules from now on.")
            .Needs(Role.Operator)
            .Heeds(HeaderNames.IfMatch)
            .MayTake("Empty", "{}")
            .Answers(StatusCodes.Status200OK, "Job", HeaderNames.ETag);
    }

    private static async Task<IResult> PauseAsync(
        string app,
        string job,
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
            Name = job,
            By = RequestOrigin.Of(request),
            Note = body.Note ?? "",
            ExpectedId = demanded?.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? 0,
        };
        if (body.Until is { } until)
        {
            pause.Until = until.ToUnixTimeMilliseconds();
        }

        return await ChangeAsync(app, job, new AppGroupMessage { PauseJob = pause }, demanded, request, changes, lookup, cancellationToken);
    }

    private static async Task<IResult> ResumeAsync(
        string app,
        string job,
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
            Name = job,
            ExpectedId = demanded?.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? 0,
        };
        return await ChangeAsync(
            app,
            job,
            new AppGroupMessage { ResumeJob = resume },
            demanded,
            request,
            changes,
            lookup,
            cancellationToken
        );
    }

    /// <summary>Makes the change, and answers the job as it is then.</summary>
    private static async Task<IResult> ChangeAsync(
        string app,
        string job,
        AppGroupMessage message,
        JobTag? demanded,
        HttpRequest request,
        JobChanges changes,
        StoreLookup lookup,
        CancellationToken cancellationToken
    ) =>
        await changes.AskAsync(
            app,
            job,
            message,
            demanded,
            async _ => JobView.Answer(request.HttpContext.Response, await lookup.JobAsync(app, job, cancellationToken)),
            cancellationToken
        );
}
