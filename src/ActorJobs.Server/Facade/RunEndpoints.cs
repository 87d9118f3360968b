using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Facade.Waiting;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>Runs: shown, cancelled. They are asked for in <see cref="RunSubmitEndpoints"/>, and listed in <see cref="RunListEndpoints"/>.</summary>
internal static class RunEndpoints
{
    private const string Run = "/apps/{app}/runs/{run:noAction}";

    /// <summary>Maps <c>/apps/{app}/runs</c> and the lists of runs.</summary>
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapRunLists();
        api.MapRunClearing();
        api.MapRunRetry();
        api.MapGet(Run, ShowAsync)
            .WithMetadata(new QueryNames(QueryReader.WaitName))
            .Describes("getRun", "A run, and why it waits if it does.")
            .Needs(Role.Viewer)
            .Answers<RunDetails>()
            .Answers<RunDetails>(StatusCodes.Status202Accepted, HeaderNames.Location)
            .Refuses(ErrorCodes.InvalidDuration);
        api.MapGet(Run + "/attempts", ShowAttemptsAsync)
            .Describes("listAttempts", "The attempts of a run, with the reports that came too late and changed nothing.")
            .Needs(Role.Viewer)
            .Answers<AttemptsView>();
        api.MapGet(Run + "/why", ExplainAsync)
            .Describes("explainRun", "Why a run is where it is, and what comes next.")
            .Needs(Role.Viewer)
            .Answers<RunWhyView>();
        api.MapPost("/apps/{app}/runs/{run}:cancel", CancelAsync)
            .Describes("cancelRun", "Cancels a run, at once or as soon as its worker has stopped it. The wish is durable.")
            .Needs(Role.Operator)
            .MayTake("CancelRequest", CancelBody.Example)
            .Answers<RunStateView>()
            .Refuses(ErrorCodes.RunEnded, ErrorCodes.RunNotOpen);
    }

    private static async Task<IResult> ShowAsync(
        string app,
        string run,
        HttpRequest request,
        RunDescription description,
        RunWait wait,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var patience = query.Wait();
        query.ThrowIfWrong();
        if (patience is not { } given)
        {
            return FacadeJson.Answer(await description.ShowAsync(app, run, cancellationToken));
        }

        var shown = await description.ShowAsync(app, run, cancellationToken);
        if (!shown.State.IsEnd())
        {
            await wait.UntilEndedAsync(app, run, given, cancellationToken);
            shown = await description.ShowAsync(app, run, cancellationToken);
        }

        return AwaitedRun.Answer(app, shown, request.HttpContext.Response);
    }

    private static async Task<IResult> ExplainAsync(
        string app,
        string run,
        RunExplanation explanation,
        CancellationToken cancellationToken
    ) => FacadeJson.Answer(await explanation.ExplainAsync(app, run, cancellationToken));

    private static async Task<IResult> ShowAttemptsAsync(
        string app,
        string run,
        StoreLookup lookup,
        IStoreQueries queries,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.RunAsync(app, run, cancellationToken);
        var history = await queries.FindHistoryAsync(app, record.Run.Id, cancellationToken);
        return FacadeJson.Answer(AttemptsView.Of(record, history));
    }

    private static async Task<IResult> CancelAsync(
        string app,
        string run,
        HttpRequest request,
        StoreLookup lookup,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var body = await CancelBody.ReadAsync(request, cancellationToken);
        var cancel = new CancelRun { Run = run, Reason = body.ReasonOf(request) };
        try
        {
            var reply = await groups.AskAsync(app, new AppGroupMessage { CancelRun = cancel }, cancellationToken);
            return FacadeJson.Answer(new RunStateView(reply.Run.Id, reply.Run.State));
        }
        catch (RefusalException refusal) when (refusal.Code == ErrorCodes.RunNotOpen)
        {
            var record = await lookup.RunAsync(app, run, cancellationToken);
            if (!record.Run.State.IsEnd())
            {
                throw;
            }

            var ended = $"Run {record.Run.Id} ended as {record.Run.State} already, and its end is final.";
            return new ProblemAnswer(ErrorCodes.RunEnded, ended) { Field = "run", State = record.Run.State.ToString() };
        }
    }
}
