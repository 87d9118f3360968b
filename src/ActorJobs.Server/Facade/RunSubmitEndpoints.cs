using System.Globalization;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Submission;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Runs of jobs, or instances of workflows, are asked for: one, or many at once.</summary>
internal static class RunSubmitEndpoints
{
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

    /// <summary>Maps <c>POST …/runs/{run}:retry</c>.</summary>
    public static void MapRunRetry(this IEndpointRouteBuilder api) =>
        api.MapPost("/apps/{app}/runs/{run}:retry", RetryAsync)
            .Describes("retryRun", "Asks for a new run of the job of one that has ended, with its params, key and priority.")
            .WithMetadata(new QueryNames(QueryReader.WaitName))
            .Needs(Role.Operator)
            .Heeds(IdempotencyKey.Header)
            .MayTake("Empty", "{}")
            .AnswersSubmitted<RunSubmitted, RunDetails>()
            .Refuses(
                ErrorCodes.JobNotFound,
                ErrorCodes.RunStillOpen,
                ErrorCodes.RunOfWorkflow,
                ErrorCodes.InvalidDuration,
                ErrorCodes.JobSetAside,
                ErrorCodes.IdempotencyKeyReused,
                ErrorCodes.TooManyOpenRuns
            );

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
            .AnswersSubmitted<TSubmitted, TAwaited>()
            .Refuses(ErrorCodes.JobSetAside, ErrorCodes.IdempotencyKeyReused, ErrorCodes.TooManyOpenRuns);

    private static RouteHandlerBuilder AnswersSubmitted<TSubmitted, TAwaited>(this RouteHandlerBuilder route) =>
        route
            .Answers<TSubmitted>(StatusCodes.Status201Created, HeaderNames.Location)
            .Answers<TSubmitted>(StatusCodes.Status200OK, HeaderNames.Location, SubmittedAnswer.ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<TAwaited>(StatusCodes.Status200OK, HeaderNames.Location, SubmittedAnswer.ReplayedHeader + RouteDescriptions.Perhaps)
            .Answers<TSubmitted>(
                StatusCodes.Status202Accepted,
                HeaderNames.Location,
                SubmittedAnswer.ReplayedHeader + RouteDescriptions.Perhaps
            )
            .Answers<TAwaited>(
                StatusCodes.Status202Accepted,
                HeaderNames.Location,
                SubmittedAnswer.ReplayedHeader + RouteDescriptions.Perhaps
            );

    private static async Task<IResult> SubmitAsync(
        JobPath path,
        HttpRequest request,
        RunSubmission submission,
        SubmittedAnswer answer,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var patience = PatienceOf(request);
        var body = await RunBody.ReadAsync(request, NowOf(clock), cancellationToken);
        var results = await submission.SubmitAsync(path, RequestOrigin.Of(request), [body], cancellationToken: cancellationToken);
        return await answer.MakeAsync(path, results[0], patience, request.HttpContext.Response, cancellationToken);
    }

    private static async Task<IResult> RetryAsync(
        string app,
        string run,
        HttpRequest request,
        StoreLookup lookup,
        RunSubmission submission,
        SubmittedAnswer answer,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var patience = PatienceOf(request);
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        var record = await lookup.RunAsync(app, run, cancellationToken);
        RefuseToRetry(app, record.Run);
        var path = new JobPath(app, JobKind.Job, record.Run.JobName);
        var again = new RunBody(record.Params, NowOf(clock))
        {
            Time = $"retry of {record.Run.Id}",
            Priority = record.Run.Priority,
            LimitKey = record.Run.LimitKey,
            Key = IdempotencyKey.Of(request),
        };
        var results = await submission.SubmitAsync(path, RequestOrigin.Of(request), [again], record.Run.JobId, cancellationToken);
        return await answer.MakeAsync(path, results[0], patience, request.HttpContext.Response, cancellationToken);
    }

    /// <summary>What belongs to a workflow is retried there, where the nodes after it know of it.</summary>
    private static void RefuseToRetry(string app, Run run)
    {
        var (instance, what) =
            run.Processor == ProcessorReference.Workflow ? (run.Id, "an instance of a workflow, which POST …/{0}:retry goes on with")
            : NodePass.Of(run.Trigger) is { } pass
                ? (
                    pass.Instance,
                    $"pass {pass.Pass} of node {pass.Node} of a workflow instance; POST …/{{0}}:retry or :rerun runs the node again"
                )
            : (run.Id, null);
        if (what is not null)
        {
            var text = string.Format(CultureInfo.InvariantCulture, what, $"workflow-instances/{instance}");
            throw new RefusalException(ErrorCodes.RunOfWorkflow, $"Run {run.Id} of app {app} is {text}.", "run");
        }

        if (!run.State.IsEnd())
        {
            throw new RefusalException(
                ErrorCodes.RunStillOpen,
                $"Run {run.Id} is {run.State}, and can be retried once it has ended. POST …/runs/{run.Id}:cancel ends it.",
                "run"
            );
        }
    }

    private static TimeSpan? PatienceOf(HttpRequest request)
    {
        var query = new QueryReader(request);
        var patience = query.Wait();
        query.ThrowIfWrong();
        return patience;
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
        var results = await submission.SubmitAsync(path, RequestOrigin.Of(request), right, cancellationToken: cancellationToken);
        return RunBatchView.Answer(batch, results);
    }

    private static Instant NowOf(SchedulingClock clock) => Instant.FromUnixTimeMilliseconds(clock.Moment.Now.ToUnixTimeMilliseconds());
}
