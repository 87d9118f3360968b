using ActorJobs.Core.Jobs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Instances;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Facade.Waiting;
using NodaTime;

namespace ActorJobs.Server.Facade.Submission;

/// <summary>The answer to a request for one run, or one workflow instance: at once, or when it has ended.</summary>
internal sealed class SubmittedAnswer(RunWait wait, RunDescription description, InstanceDescription instances)
{
    /// <summary>Says that the run was made by an earlier request with the same key.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Makes the answer.</summary>
    /// <param name="path">Of which job, or workflow.</param>
    /// <param name="result">What became of the request.</param>
    /// <param name="patience">How long to wait for the end; null: not at all.</param>
    /// <param name="response">Where the headers go.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Errors.RefusalException">There is no run.</exception>
    public async ValueTask<IResult> MakeAsync(
        JobPath path,
        SubmissionResult result,
        TimeSpan? patience,
        HttpResponse response,
        CancellationToken cancellationToken = default
    )
    {
        var (run, status) = result switch
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
            _ => throw new InvalidOperationException($"{result.GetType().Name} has no answer."),
        };
        var headers = response.Headers;
        headers.Location =
            path.Kind == JobKind.Workflow ? AwaitedRun.PathOfInstance(path.App, run.Id) : AwaitedRun.PathOf(path.App, run.Id);
        if (result is SubmissionResult.Repeated)
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
                ? AwaitedRun.Answer(path.App, await instances.ShowAsync(path.App, run.Id, cancellationToken), response)
                : AwaitedRun.Answer(path.App, await description.ShowAsync(path.App, run.Id, cancellationToken), response);
        }
        catch (StoreUnavailableException)
        {
            // The run is durable, whether the store can show it just now or not.
            return Answer(path.Kind, run, StatusCodes.Status202Accepted);
        }
    }

    private static IResult Answer(JobKind kind, RunSubmitted run, int status) =>
        kind == JobKind.Workflow
            ? FacadeJson.Answer(new InstanceSubmitted(run.Id, run.State, run.Job, run.Planned, run.Wait), status)
            : FacadeJson.Answer(run, status);
}

/// <summary>A run that was asked for.</summary>
internal sealed record RunSubmitted(string Id, string State, string Job, Instant Planned, string? Wait);

/// <summary>A workflow instance that was asked for.</summary>
internal sealed record InstanceSubmitted(string Id, string State, string Workflow, Instant Planned, string? Wait);
