using ActorJobs.Core.Errors;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Lists of runs: of an app, and of a job.</summary>
internal static class RunListEndpoints
{
    private const string Job = "job";
    private const string State = "state";
    private const string From = "from";
    private const string To = "to";

    /// <summary>Maps the lists.</summary>
    public static void MapRunLists(this IEndpointRouteBuilder api)
    {
        string[] common = [State, From, To, QueryReader.LimitName, QueryReader.CursorName];
        api.MapGet("/apps/{app}/runs", ListAsync).WithMetadata(new QueryNames([Job, .. common]));
        api.MapGet("/apps/{app}/jobs/{job:noAction}/runs", ListOfJobAsync).WithMetadata(new QueryNames(common));
    }

    private static async Task<IResult> ListAsync(
        string app,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var filter = Read(query, query.Name(Job));
        await lookup.AppAsync(app, cancellationToken);
        return await AnswerAsync(app, filter, queries, cancellationToken);
    }

    private static async Task<IResult> ListOfJobAsync(
        string app,
        string job,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var filter = Read(new QueryReader(request), job);
        await lookup.JobAsync(app, job, cancellationToken);
        return await AnswerAsync(app, filter, queries, cancellationToken);
    }

    private static RunFilter Read(QueryReader query, string? job)
    {
        var filter = new RunFilter(
            job,
            query.Choices<RunState>(State),
            query.Instant(From),
            query.Instant(To),
            query.RunCursor(),
            query.Limit()
        );
        if (filter.To <= filter.From)
        {
            query.Refuse(To, ErrorCodes.EndsBeforeStart, "The range of time ends before it starts; expected to after from.");
        }

        query.ThrowIfWrong();
        return filter;
    }

    private static async Task<IResult> AnswerAsync(string app, RunFilter filter, IStoreQueries queries, CancellationToken cancellationToken)
    {
        var runs = await queries.ListRunsAsync(app, filter, cancellationToken);
        return FacadeJson.Answer(Page<RunDetails>.Of(runs, filter.Limit, RunDetails.InList, run => run.Run.Id.ToString()));
    }
}
