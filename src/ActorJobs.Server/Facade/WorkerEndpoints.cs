using ActorJobs.Core.Errors;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Workers, as the owner of their app sees them.</summary>
internal static class WorkerEndpoints
{
    /// <summary>Maps <c>/apps/{app}/workers</c>.</summary>
    public static void MapWorkers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/apps/{app}/workers", ListAsync);
        api.MapGet("/apps/{app}/workers/{worker:noAction}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(string app, AppGroups groups, CancellationToken cancellationToken)
    {
        var workers = (await groups.DescribeAsync(app, cancellationToken)).Workers;
        return FacadeJson.Answer(new Page<WorkerView>([.. workers.Select(WorkerView.Of)], null));
    }

    private static async Task<IResult> ShowAsync(string app, string worker, AppGroups groups, CancellationToken cancellationToken)
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
