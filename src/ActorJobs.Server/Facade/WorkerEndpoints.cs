using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Links;

namespace ActorJobs.Server.Facade;

/// <summary>Workers, as the owner of their app sees them.</summary>
internal static class WorkerEndpoints
{
    /// <summary>Maps <c>/apps/{app}/workers</c>, and <c>/workers/refused</c>, which tells of those whose app there is not, too.</summary>
    public static void MapWorkers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workers/refused", ListRefused)
            .Describes("listRefusedWorkers", "Workers that were refused lately, and why, also those of apps that there are not.")
            .Needs(Role.Viewer, Reach.Anything)
            .Answers<Page<RefusedWorkerView>>();
        api.MapGet("/apps/{app}/workers", ListAsync)
            .Describes("listWorkers", "The workers that the owner of the app knows, and those that were refused lately.")
            .Needs(Role.Viewer)
            .Answers<WorkersView>();
        api.MapGet("/apps/{app}/workers/{worker:noAction}", ShowAsync)
            .Describes("getWorker", "A worker as the owner of the app sees it.")
            .Needs(Role.Viewer)
            .Answers<WorkerView>();
    }

    private static IResult ListRefused(HttpContext context, RefusedWorkers refused)
    {
        var caller = Caller.Of(context);
        return FacadeJson.Answer(new Page<RefusedWorkerView>([.. Refused(refused).Where(worker => caller.MaySee(worker.App))], null));
    }

    /// <summary>The workers of an app.</summary>
    internal static async Task<IResult> ListAsync(string app, AppGroups groups, RefusedWorkers refused, CancellationToken cancellationToken)
    {
        var description = await groups.DescribeAsync(app, cancellationToken);
        return FacadeJson.Answer(
            new WorkersView(
                [.. description.Workers.Select(WorkerView.Of)],
                [.. AppHoldsText.Read(description.Holds).Drains.Select(WorkerDrainView.Of)],
                [.. Refused(refused).Where(worker => worker.App == app)]
            )
        );
    }

    private static IReadOnlyList<RefusedWorkerView> Refused(RefusedWorkers refused) => [.. refused.List().Select(RefusedWorkerView.Of)];

    /// <summary>A worker as the owner of the app sees it.</summary>
    internal static async Task<IResult> ShowAsync(string app, string worker, AppGroups groups, CancellationToken cancellationToken)
    {
        var workers = (await groups.DescribeAsync(app, cancellationToken)).Workers;
        var ids = workers.Select(known => known.Id).ToList();
        return workers.FirstOrDefault(known => known.Id == worker) is { } found
            ? FacadeJson.Answer(WorkerView.Of(found))
            : throw new RefusalException(
                ErrorCodes.WorkerNotFound,
                $"App {app} knows no worker {worker}.{NearMatches.Hint(worker, ids)}",
                "worker",
                NearMatches.Of(worker, ids)
            );
    }
}
