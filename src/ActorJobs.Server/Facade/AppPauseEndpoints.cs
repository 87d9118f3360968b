using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Apps as a whole: paused and resumed, one or all.</summary>
internal static class AppPauseEndpoints
{
    private const int PageSize = 1000;

    /// <summary>So many owners are asked at once.</summary>
    private const int AtOnce = 16;

    /// <summary>Maps <c>/apps/{app}:pause</c> and <c>:resume</c>, and <c>/apps:pause</c> and <c>:resume</c>.</summary>
    public static void MapAppPauses(this IEndpointRouteBuilder api)
    {
        api.MapPost("/apps/{app}:pause", PauseAsync)
            .Describes("pauseApp", "Lets all schedules of an app rest and its runs wait. Runs that a worker has go on to their end.")
            .Needs(Role.Operator)
            .MayTake("PauseRequest", PauseBody.Example)
            .Answers<AppView>();
        api.MapPost("/apps/{app}:resume", ResumeAsync)
            .Describes("resumeApp", "Lets a paused app go on; a job with a pause of its own stays paused.")
            .Needs(Role.Operator)
            .MayTake("Empty", "{}")
            .Answers<AppView>();
        api.MapPost("/apps:pause", PauseAllAsync)
            .Describes("pauseApps", "Pauses all apps that there are, each as by itself.")
            .Needs(Role.Operator, Reach.Everything)
            .MayTake("PauseRequest", PauseBody.Example)
            .Answers<AppBatchView>()
            .Answers<AppBatchView>(StatusCodes.Status207MultiStatus);
        api.MapPost("/apps:resume", ResumeAllAsync)
            .Describes("resumeApps", "Lets all apps go on that are paused.")
            .Needs(Role.Operator, Reach.Everything)
            .MayTake("Empty", "{}")
            .Answers<AppBatchView>()
            .Answers<AppBatchView>(StatusCodes.Status207MultiStatus);
    }

    private static async Task<IResult> PauseAsync(
        string app,
        HttpRequest request,
        AppGroups groups,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    )
    {
        await groups.AskAsync(app, await PauseOfAsync(request, cancellationToken), cancellationToken);
        return await ShowAsync(app, groups, cluster, cancellationToken);
    }

    private static async Task<IResult> ResumeAsync(
        string app,
        HttpRequest request,
        AppGroups groups,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    )
    {
        await groups.AskAsync(app, await ResumptionOfAsync(request, cancellationToken), cancellationToken);
        return await ShowAsync(app, groups, cluster, cancellationToken);
    }

    private static async Task<IResult> PauseAllAsync(
        HttpRequest request,
        IStoreQueries queries,
        AppGroups groups,
        CancellationToken cancellationToken
    ) => await ChangeAllAsync(await PauseOfAsync(request, cancellationToken), queries, groups, cancellationToken);

    private static async Task<IResult> ResumeAllAsync(
        HttpRequest request,
        IStoreQueries queries,
        AppGroups groups,
        CancellationToken cancellationToken
    ) => await ChangeAllAsync(await ResumptionOfAsync(request, cancellationToken), queries, groups, cancellationToken);

    private static async ValueTask<AppGroupMessage> PauseOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await PauseBody.ReadAsync(request, cancellationToken);
        var pause = new PauseApp { By = RequestOrigin.Of(request), Note = body.Note ?? "" };
        if (body.Until is { } until)
        {
            pause.Until = until.ToUnixTimeMilliseconds();
        }

        return new AppGroupMessage { PauseApp = pause };
    }

    private static async ValueTask<AppGroupMessage> ResumptionOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        return new AppGroupMessage { ResumeApp = new ResumeApp() };
    }

    private static async Task<IResult> ShowAsync(string app, AppGroups groups, IClusterInfo cluster, CancellationToken cancellationToken) =>
        FacadeJson.Answer(AppView.Of(await groups.DescribeAsync(app, cancellationToken), cluster.ShardOf(app)));

    private static async Task<IResult> ChangeAllAsync(
        AppGroupMessage message,
        IStoreQueries queries,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var names = new List<string>();
        IReadOnlyList<StoredApp> page;
        do
        {
            page = await queries.ListAppsAsync(names.LastOrDefault(), PageSize, cancellationToken);
            names.AddRange(page.Select(static app => app.Name));
        } while (page.Count == PageSize);

        var items = new AppBatchItemView[names.Count];
        await Parallel.ForEachAsync(
            names.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (named, token) => items[named.Index] = await ChangeAsync(named.Item, message, groups, token)
        );
        return new AppBatchView(items).Answer();
    }

    private static async ValueTask<AppBatchItemView> ChangeAsync(
        string app,
        AppGroupMessage message,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await groups.AskAsync(app, message, cancellationToken);
            return new AppBatchItemView(app, StatusCodes.Status200OK, null);
        }
        catch (RefusalException refusal)
        {
            return AppBatchItemView.Of(app, refusal);
        }
    }
}
