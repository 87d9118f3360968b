using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Apps: made, shown, listed, deleted.</summary>
internal static class AppEndpoints
{
    private const string App = "/apps/{app:noAction}";
    private const string Force = "force";

    /// <summary>A refusal names at most so many jobs, runs and workers each.</summary>
    private const int MostNamed = 20;

    /// <summary>Maps <c>/apps</c>.</summary>
    public static void MapApps(this IEndpointRouteBuilder api)
    {
        api.MapGet("/apps", ListAsync)
            .WithMetadata(new QueryNames(QueryReader.LimitName, QueryReader.CursorName))
            .Describes("listApps", "The apps, by name.")
            .Needs(Role.Viewer, Reach.Anything)
            .Answers<Page<AppListed>>()
            .Refuses(ErrorCodes.StoreUnavailable);
        api.MapPut(App, CreateAsync)
            .Describes("createApp", "Makes an app; does nothing if it is there already.")
            .Needs(Role.Admin, Reach.Everything)
            .MayTake("Empty", "{}")
            .Answers<AppNamed>(StatusCodes.Status201Created, HeaderNames.Location)
            .Answers<AppNamed>(StatusCodes.Status200OK, HeaderNames.Location);
        api.MapGet(App, ShowAsync)
            .Describes("getApp", "An app as its owner sees it, with its queues and workers.")
            .Needs(Role.Viewer)
            .Answers<AppView>();
        api.MapDelete(App, DeleteAsync)
            .WithMetadata(new QueryNames(Force))
            .Describes("deleteApp", "Deletes an app; one that is in use only by force.")
            .Needs(Role.Admin, Reach.Everything)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.AppInUse);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IStoreQueries queries, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var (limit, cursor) = (query.Limit(), query.NameCursor());
        query.ThrowIfWrong();
        var apps = Caller.Of(request.HttpContext).App is { } own
            ? await OnlyAsync(own, cursor, queries, cancellationToken)
            : await queries.ListAppsAsync(cursor, limit, cancellationToken);
        return FacadeJson.Answer(
            Page<AppListed>.Of(apps, limit, app => new AppListed(app.Name, app.Epoch, app.CreatedAt), app => app.Name)
        );
    }

    /// <summary>The one app that a caller may see.</summary>
    private static async ValueTask<IReadOnlyList<StoredApp>> OnlyAsync(
        string app,
        string? after,
        IStoreQueries queries,
        CancellationToken cancellationToken
    ) => after is null && await queries.FindAppAsync(app, cancellationToken) is { } found ? [found] : [];

    private static async Task<IResult> CreateAsync(
        string app,
        HttpRequest request,
        IAppDirectory directory,
        IAppOwners owners,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        if (!NameText.IsValid(app))
        {
            throw new RefusalException(ErrorCodes.InvalidName, $"Found '{app}'; {NameText.Expected}.", "app");
        }

        var isNew = await directory.CreateAsync(app, cancellationToken);
        owners.Start(app);
        request.HttpContext.Response.Headers.Location = $"/api/v1/apps/{app}";
        return FacadeJson.Answer(new AppNamed(app), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>An app as its owner sees it.</summary>
    internal static async Task<IResult> ShowAsync(
        string app,
        AppGroups groups,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    ) => FacadeJson.Answer(AppView.Of(await groups.DescribeAsync(app, cancellationToken), cluster.ShardOf(app)));

    private static async Task<IResult> DeleteAsync(
        string app,
        HttpRequest request,
        IAppDirectory directory,
        IStoreQueries queries,
        StoreLookup lookup,
        AppGroups groups,
        IAppOwners owners,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var force = query.Flag(Force);
        query.ThrowIfWrong();
        await lookup.AppAsync(app, cancellationToken);
        if (!force)
        {
            await RefuseAppInUseAsync(app, queries, groups, cancellationToken);
        }

        if (!await directory.DeleteAsync(app, cancellationToken))
        {
            throw await lookup.NoAppAsync(app, cancellationToken);
        }

        // The deletion fenced the owner already; this only ends its life early.
        await owners.StopAsync(app, cancellationToken);
        return Results.NoContent();
    }

    private static async Task RefuseAppInUseAsync(string app, IStoreQueries queries, AppGroups groups, CancellationToken cancellationToken)
    {
        var open = Enum.GetValues<RunState>().Where(state => !state.IsEnd()).ToList();
        var jobs = await queries.ListJobsAsync(app, workflows: false, null, null, MostNamed, cancellationToken);
        var runs = await queries.ListRunsAsync(app, new RunFilter(null, open, null, null, null, MostNamed), cancellationToken);
        var workers = (await groups.DescribeAsync(app, cancellationToken)).Workers.Where(worker => worker.State != "Offline").ToList();
        string[] users =
        [
            .. jobs.Select(job => $"job {job.Name}"),
            .. runs.Select(run => $"run {run.Run.Id}"),
            .. workers.Take(MostNamed).Select(worker => $"worker {worker.Id}"),
        ];
        if (users.Length > 0)
        {
            throw new RefusalException(
                ErrorCodes.AppInUse,
                $"App {app} has {Many(jobs.Count)} job(s), {Many(runs.Count)} open run(s) and {workers.Count} connected worker(s). "
                    + "Delete and stop them first, or delete the app with all of them by force=true.",
                candidates: users
            );
        }
    }

    private static string Many(int count) => count == MostNamed ? $"{count} or more" : $"{count}";

    private sealed record AppNamed(string Name);

    private sealed record AppListed(string Name, long Epoch, Instant CreatedAt);
}
