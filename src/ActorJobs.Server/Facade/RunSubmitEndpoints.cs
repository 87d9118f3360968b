using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Submission;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Facade.Waiting;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Runs are asked for: one, or many at once.</summary>
internal static class RunSubmitEndpoints
{
    /// <summary>Says that the run was made by an earlier request with the same key.</summary>
    private const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Maps <c>POST /apps/{app}/jobs/{job}/runs</c> and <c>…/runs:batch</c>.</summary>
    public static void MapRunSubmission(this IEndpointRouteBuilder api)
    {
        api.MapPost("/apps/{app}/jobs/{job:noAction}/runs", SubmitAsync)
            .WithMetadata(new QueryNames(QueryReader.WaitName))
            .Describes("submitRun", "Asks for a run of a job, now or later, and waits for its end if that is asked for.")
            .Needs(Role.Operator)
            .IsNotAudited()
            .Heeds(IdempotencyKey.Header)
            .MayTake("RunRequest", RunBody.Example)
            .Answers<RunSubmitted>(StatusCodes.Status201Created, HeaderNames.Location)
            .Answers<RunSubmitted>(StatusCodes.Status200OK, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<RunDetails>(StatusCodes.Status200OK, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<RunSubmitted>(StatusCodes.Status202Accepted, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<RunDetails>(StatusCodes.Status202Accepted, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Refuses(ErrorCodes.JobSetAside, ErrorCodes.IdempotencyKeyReused, ErrorCodes.TooManyOpenRuns);
        api.MapPost("/apps/{app}/jobs/{job:noAction}/runs:batch", SubmitBatchAsync)
            .Describes("submitRuns", "Asks for up to 1 000 runs of a job in one commit; a wrong one is refused by itself.")
            .Needs(Role.Operator)
            .IsNotAudited()
            .Takes("RunBatchRequest", RunBatchBody.Example)
            .Answers<RunBatchView>()
            .Answers<RunBatchView>(StatusCodes.Status207MultiStatus)
            .Refuses(ErrorCodes.JobSetAside);
    }

    private static async Task<IResult> SubmitAsync(
        string app,
        string job,
        HttpRequest request,
        RunSubmission submission,
        RunWait wait,
        RunDescription description,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var patience = query.Wait();
        query.ThrowIfWrong();
        var body = await RunBody.ReadAsync(request, NowOf(clock), cancellationToken);
        var results = await submission.SubmitAsync(app, job, RequestOrigin.Of(request), [body], cancellationToken);
        var (run, status) = results[0] switch
        {
            SubmissionResult.Made made => (
                new RunSubmitted(made.Id, made.State, job, made.Planned, made.Wait.Length == 0 ? null : made.Wait),
                StatusCodes.Status201Created
            ),
            SubmissionResult.Repeated repeated => (
                new RunSubmitted(repeated.Id, repeated.State, job, repeated.Planned, null),
                StatusCodes.Status200OK
            ),
            SubmissionResult.Refused refused => throw refused.Why,
            var result => throw new InvalidOperationException($"{result.GetType().Name} has no answer."),
        };
        var headers = request.HttpContext.Response.Headers;
        headers.Location = AwaitedRun.PathOf(app, run.Id);
        if (results[0] is SubmissionResult.Repeated)
        {
            headers[ReplayedHeader] = "true";
        }

        if (patience is not { } given)
        {
            return FacadeJson.Answer(run, status);
        }

        await wait.UntilEndedAsync(app, run.Id, given, cancellationToken);
        try
        {
            return AwaitedRun.Answer(app, await description.ShowAsync(app, run.Id, cancellationToken), request.HttpContext.Response);
        }
        catch (StoreUnavailableException)
        {
            // The run is durable, whether the store can show it just now or not.
            return FacadeJson.Answer(run, StatusCodes.Status202Accepted);
        }
    }

    private static async Task<IResult> SubmitBatchAsync(
        string app,
        string job,
        HttpRequest request,
        RunSubmission submission,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var batch = await RunBatchBody.ReadAsync(request, NowOf(clock), cancellationToken);
        var right = batch.Items.Where(item => item.Errors.Count == 0).Select(item => item.Run).ToList();
        var results = await submission.SubmitAsync(app, job, RequestOrigin.Of(request), right, cancellationToken);
        return RunBatchView.Answer(batch, results);
    }

    private static Instant NowOf(SchedulingClock clock) => Instant.FromUnixTimeMilliseconds(clock.Moment.Now.ToUnixTimeMilliseconds());

    private sealed record RunSubmitted(string Id, string State, string Job, Instant Planned, string? Wait);
}
