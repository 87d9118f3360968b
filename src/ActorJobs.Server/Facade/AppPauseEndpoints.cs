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
        Map(
            "pause",
            "Lets all schedules of an app rest and its runs wait. Runs that a worker has go on to their end.",
            "Pauses all apps that there are, each as by itself.",
            ("PauseRequest", PauseBody.Example),
            PauseOfAsync
        );
        Map(
            "resume",
            "Lets a paused app go on; a job with a pause of its own stays paused.",
            "Lets all apps go on that are paused.",
            ("Empty", "{}"),
            ResumptionOfAsync
        );

        void Map(
            string word,
            string ofOne,
            string ofAll,
            (string Schema, string Example) body,
            Func<HttpRequest, CancellationToken, ValueTask<AppGroupMessage>> read
        )
        {
            api.MapPost(
                    $"/apps/{{app}}:{word}",
                    async (string app, HttpRequest request, AppGroups groups, IClusterInfo cluster, CancellationToken cancellationToken) =>
                    {
                        await groups.AskAsync(app, await read(request, cancellationToken), cancellationToken);
                        return await AppEndpoints.ShowAsync(app, groups, cluster, cancellationToken);
                    }
                )
                .Describes($"{word}App", ofOne)
                .Needs(Role.Operator)
                .MayTake(body.Schema, body.Example)
                .Answers<AppView>();
            api.MapPost(
                    $"/apps:{word}",
                    async (HttpRequest request, IStoreQueries queries, AppGroups groups, CancellationToken cancellationToken) =>
                        await ChangeAllAsync(await read(request, cancellationToken), queries, groups, cancellationToken)
                )
                .Describes($"{word}Apps", ofAll)
                .Needs(Role.Operator, Reach.Everything)
                .MayTake(body.Schema, body.Example)
                .Answers<AppBatchView>()
                .Answers<AppBatchView>(StatusCodes.Status207MultiStatus);
        }
    }

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
