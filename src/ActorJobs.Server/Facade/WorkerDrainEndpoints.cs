using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Links;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Workers are taken out: one, or a pool of them.</summary>
internal static class WorkerDrainEndpoints
{
    /// <summary>Maps <c>:drain</c> and <c>:undrain</c> of a worker, and of those with some labels.</summary>
    public static void MapWorkerDrains(this IEndpointRouteBuilder api)
    {
        api.MapPost("/apps/{app}/workers/{worker}:drain", DrainAsync)
            .Describes(
                "drainWorker",
                "Gives a worker no new runs; those that it has go on. It holds until it is ended or a time comes, also if the worker dials in anew."
            )
            .Needs(Role.Operator)
            .MayTake("PauseRequest", PauseBody.Example)
            .Answers<WorkerView>();
        api.MapPost("/apps/{app}/workers/{worker}:undrain", EndAsync)
            .Describes("undrainWorker", "Ends the drain of a worker; one of its labels stays.")
            .Needs(Role.Operator)
            .MayTake("Empty", "{}")
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.WorkerNotFound);
        api.MapPost("/apps/{app}/workers:drain", DrainManyAsync)
            .Describes(
                "drainWorkers",
                "Gives all workers that have some labels no new runs, also those that come later; the runs that they have go on."
            )
            .Needs(Role.Operator)
            .Takes("DrainRequest", DrainBody.Example)
            .Answers<WorkersView>();
        api.MapPost("/apps/{app}/workers:undrain", EndManyAsync)
            .Describes("undrainWorkers", "Ends the drain of the workers that have some labels; drains of one worker stay.")
            .Needs(Role.Operator)
            .Takes("UndrainRequest", DrainBody.ExampleOfEnd)
            .Answers<WorkersView>();
    }

    private static async Task<IResult> DrainAsync(
        string app,
        string worker,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var body = await PauseBody.ReadAsync(request, cancellationToken);
        var drain = Drain(request, body.Note, body.Until);
        drain.Worker = worker;
        await groups.AskAsync(app, new AppGroupMessage { DrainWorkers = drain }, cancellationToken);
        return await WorkerEndpoints.ShowAsync(app, worker, groups, cancellationToken);
    }

    private static async Task<IResult> DrainManyAsync(
        string app,
        HttpRequest request,
        AppGroups groups,
        RefusedWorkers refused,
        CancellationToken cancellationToken
    )
    {
        var body = await DrainBody.ReadAsync(request, cancellationToken);
        var drain = Drain(request, body.Note, body.Until);
        drain.Labels.Add(body.Labels.ToDictionary(StringComparer.Ordinal));
        await groups.AskAsync(app, new AppGroupMessage { DrainWorkers = drain }, cancellationToken);
        return await WorkerEndpoints.ListAsync(app, groups, refused, cancellationToken);
    }

    private static async Task<IResult> EndAsync(
        string app,
        string worker,
        HttpRequest request,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        var end = new EndDrain { Worker = worker };
        await groups.AskAsync(app, new AppGroupMessage { EndDrain = end }, cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> EndManyAsync(
        string app,
        HttpRequest request,
        AppGroups groups,
        RefusedWorkers refused,
        CancellationToken cancellationToken
    )
    {
        var body = await DrainBody.ReadEndAsync(request, cancellationToken);
        var end = new EndDrain();
        end.Labels.Add(body.Labels.ToDictionary(StringComparer.Ordinal));
        await groups.AskAsync(app, new AppGroupMessage { EndDrain = end }, cancellationToken);
        return await WorkerEndpoints.ListAsync(app, groups, refused, cancellationToken);
    }

    private static DrainWorkers Drain(HttpRequest request, string? note, Instant? until)
    {
        var drain = new DrainWorkers { By = RequestOrigin.Of(request), Note = note ?? "" };
        if (until is { } end)
        {
            drain.Until = end.ToUnixTimeMilliseconds();
        }

        return drain;
    }
}
