using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Many runs of an app are cancelled by one request.</summary>
internal static class RunClearingEndpoints
{
    /// <summary>Maps <c>POST /apps/{app}/runs:cancel</c>.</summary>
    public static void MapRunClearing(this IEndpointRouteBuilder api) =>
        api.MapPost("/apps/{app}/runs:cancel", ClearAsync)
            .Describes("cancelRuns", "Cancels the runs that a filter takes; only tells which, unless dryRun is false.")
            .Needs(Role.Operator)
            .Takes("CancelRunsRequest", ClearingBody.Example)
            .Answers<ClearingView>()
            .Refuses(ErrorCodes.JobNotFound);

    private static async Task<IResult> ClearAsync(string app, HttpRequest request, AppGroups groups, CancellationToken cancellationToken)
    {
        var body = await ClearingBody.ReadAsync(request, cancellationToken);
        var found = await AskAsync(app, body.Selection, groups, cancellationToken);
        if (body.IsDryRun)
        {
            return FacadeJson.Answer(new ClearingView(true, found.Count, found.First));
        }

        // As many as were found, and no more: runs that come meanwhile could keep this going for ever.
        var reason = body.ReasonOf(request);
        var (count, first) = (0, new List<string>());
        while (count < found.Count)
        {
            var chunk = body.Selection.Clone();
            (chunk.Reason, chunk.Most) = (reason, Math.Min(AppGroup.MostCleared, found.Count - count));
            var cleared = await ClearChunkAsync(app, chunk, count, groups, cancellationToken);
            if (cleared.Count == 0)
            {
                break;
            }

            count += cleared.Count;
            first.AddRange(cleared.First.Take(found.First.Count - first.Count));
        }

        return FacadeJson.Answer(new ClearingView(false, count, first));
    }

    private static async ValueTask<RunsCancelled> ClearChunkAsync(
        string app,
        CancelRuns chunk,
        int before,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await AskAsync(app, chunk, groups, cancellationToken);
        }
        catch (RefusalException refusal) when (before > 0)
        {
            throw new RefusalException(
                ErrorCodes.OutcomeUnknown,
                $"{before} runs were cancelled; then: {refusal.Message} Repeat the request for the others."
            );
        }
    }

    private static async ValueTask<RunsCancelled> AskAsync(
        string app,
        CancelRuns cancel,
        AppGroups groups,
        CancellationToken cancellationToken
    ) => (await groups.AskAsync(app, new AppGroupMessage { CancelRuns = cancel }, cancellationToken)).RunsCancelled;
}
