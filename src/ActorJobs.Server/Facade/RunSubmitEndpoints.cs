using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Instances;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Submission;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Facade.Waiting;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Runs of jobs, or instances of workflows, are asked for: one, or many at once.</summary>
internal static class RunSubmitEndpoints
{
    /// <summary>Says that the run was made by an earlier request with the same key.</summary>
    private const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Maps <c>POST …/jobs/{job}/runs</c> and <c>…/runs:batch</c>, or <c>POST …/workflows/{workflow}/instances</c> and
    /// <c>…/instances:batch</c>.</summary>
    public static void MapRunSubmission(this IEndpointRouteBuilder api, JobRoutes routes)
    {
        if (routes.Kind == JobKind.Workflow)
        {
            api.MapPost(routes.One + "/instances", SubmitAsync)
                .Describes("startInstance", "Asks for an instance of a workflow, now or later, and waits for its end if that is asked for.")
                .Submits<InstanceSubmitted, InstanceView>();
            api.MapPost(routes.One + "/instances:batch", SubmitBatchAsync)
                .Describes(
                    "startInstances",
                    "Asks for up to 1 000 instances of a workflow in one commit; a wrong one is refused by itself."
                )
                .SubmitsBatch();
            return;
        }

        api.MapPost(routes.One + "/runs", SubmitAsync)
            .Describes("submitRun", "Asks for a run of a job, now or later, and waits for its end if that is asked for.")
            .Submits<RunSubmitted, RunDetails>();
        api.MapPost(routes.One + "/runs:batch", SubmitBatchAsync)
            .Describes("submitRuns", "Asks for up to 1 000 runs of a job in one commit; a wrong one is refused by itself.")
            .SubmitsBatch();
    }

    private static void SubmitsBatch(this RouteHandlerBuilder route) =>
        route
            .Needs(Role.Operator)
            .IsNotAudited()
            .Takes("RunBatchRequest", RunBatchBody.Example)
            .Answers<RunBatchView>()
            .Answers<RunBatchView>(StatusCodes.Status207MultiStatus)
            .Refuses(ErrorCodes.JobSetAside);

    private static void Submits<TSubmitted, TAwaited>(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new QueryNames(QueryReader.WaitName))
            .Needs(Role.Operator)
            .IsNotAudited()
            .Heeds(IdempotencyKey.Header)
            .MayTake("RunRequest", RunBody.Example)
            .Answers<TSubmitted>(StatusCodes.Status201Created, HeaderNames.Location)
            .Answers<TSubmitted>(StatusCodes.Status200OK, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<TAwaited>(StatusCodes.Status200OK, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<TSubmitted>(StatusCodes.Status202Accepted, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<TAwaited>(StatusCodes.Status202Accepted, HeaderNames.Location, ReplayedHeader + RouteDescriptions.Perhaps)
            .Refuses(ErrorCodes.JobSetAside, ErrorCodes.IdempotencyKeyReused, ErrorCodes.TooManyOpenRuns);

    private static async Task<IResult> SubmitAsync(
        JobPath path,
        HttpRequest request,
        RunSubmission submission,
        RunWait wait,
        RunDescription description,
        InstanceDescription instances,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var patience = query.Wait();
        query.ThrowIfWrong();
        var body = await RunBody.ReadAsync(request, NowOf(clock), cancellationToken);
        var results = await submission.SubmitAsync(path, RequestOrigin.Of(request), [body], cancellationToken);
        var (run, status) = results[0] switch
        {
            SubmissionResult.Made made => (
                new RunSubmitted(made.Id, made.State, path.Name, made.Planned, made.Wait.Length == 0 ? null : made.Wait),
                StatusCodes.Status201Created
            ),
            SubmissionResult.Repeated repeated => (
                new RunSubmitted(repeated.Id, repeated.State, path.Name, repeated.Planned, null),
                StatusCodes.Status200OK
            ),
            SubmissionResult.Refused refused => throw refused.Why,
            var result => throw new InvalidOperationException($"{result.GetType().Name} has no answer."),
        };
        var headers = request.HttpContext.Response.Headers;
        headers.Location =
            path.Kind == JobKind.Workflow ? AwaitedRun.PathOfInstance(path.App, run.Id) : AwaitedRun.PathOf(path.App, run.Id);
        if (results[0] is SubmissionResult.Repeated)
        {
            headers[ReplayedHeader] = "true";
        }

        if (patience is not { } given)
        {
            return Answer(path.Kind, run, status);
        }

        await wait.UntilEndedAsync(path.App, run.Id, given, cancellationToken);
        try
        {
            return path.Kind == JobKind.Workflow
                ? AwaitedRun.Answer(path.App, await instances.ShowAsync(path.App, run.Id, cancellationToken), request.HttpContext.Response)
                : AwaitedRun.Answer(
                    path.App,
                    await description.ShowAsync(path.App, run.Id, cancellationToken),
                    request.HttpContext.Response
                );
        }
        catch (StoreUnavailableException)
        {
            // The run is durable, whether the store can show it just now or not.
            return Answer(path.Kind, run, StatusCodes.Status202Accepted);
        }
    }

    private static async Task<IResult> SubmitBatchAsync(
        JobPath path,
        HttpRequest request,
        RunSubmission submission,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var batch = await RunBatchBody.ReadAsync(request, NowOf(clock), cancellationToken);
        var right = batch.Items.Where(item => item.Errors.Count == 0).Select(item => item.Run).ToList();
        var results = await submission.SubmitAsync(path, RequestOrigin.Of(request), right, cancellationToken);
        return RunBatchView.Answer(batch, results);
    }

    private static IResult Answer(JobKind kind, RunSubmitted run, int status) =>
        kind == JobKind.Workflow
            ? FacadeJson.Answer(new InstanceSubmitted(run.Id, run.State, run.Job, run.Planned, run.Wait), status)
            : FacadeJson.Answer(run, status);

    private static Instant NowOf(SchedulingClock clock) => Instant.FromUnixTimeMilliseconds(clock.Moment.Now.ToUnixTimeMilliseconds());

    private sealed record RunSubmitted(string Id, string State, string Job, Instant Planned, string? Wait);

    private sealed record InstanceSubmitted(string Id, string State, string Workflow, Instant Planned, string? Wait);
}
