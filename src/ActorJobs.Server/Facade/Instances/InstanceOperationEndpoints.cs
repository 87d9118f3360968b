using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>What users do to workflow instances. All of it is durable, and stands in the history of the instance with who and when.</summary>
internal static class InstanceOperationEndpoints
{
    /// <summary>Maps <c>/apps/{app}/workflow-instances/{instance}:cancel</c> and the other operations.</summary>
    public static void MapInstanceOperations(this IEndpointRouteBuilder api)
    {
        api.MapOperation("cancel", CancelAsync)
            .Describes(
                "cancelInstance",
                "Cancels a workflow instance, as soon as the runs of its nodes have been stopped. The wish is durable."
            )
            .MayTake("CancelRequest", CancelBody.Example);
        api.MapOperation("pause", PauseAsync)
            .Describes("pauseInstance", "Lets no node of a workflow instance begin until it is resumed. Nodes that run go on to their end.")
            .MayTake("InstancePauseRequest", InstancePauseBody.Example);
        api.MapOperation("resume", ResumeAsync)
            .Describes("resumeInstance", "Lets a paused workflow instance go on.")
            .MayTake("Empty", "{}");
        api.MapOperation("retry", RetryAsync)
            .Describes("retryInstance", "Runs the failed nodes of a workflow instance again, and what follows them.")
            .MayTake("Empty", "{}");
        api.MapOperation("rerun", RerunAsync)
            .Describes("rerunNode", "Runs a node that has ended again, perhaps with other params, and all that follows it.")
            .Takes("RerunRequest", NodeBody.RerunExample)
            .RefusesUnknownNodes();
        api.MapOperation("mark-succeeded", MarkAsync)
            .Describes("markNodeSucceeded", "Lets a node count as succeeded, perhaps with a result; what runs of it is stopped.")
            .Takes("MarkRequest", NodeBody.MarkExample)
            .RefusesUnknownNodes();
        api.MapOperation("skip", SkipAsync)
            .Describes("skipNode", "Lets a workflow instance go on without a node; what runs of it is stopped.")
            .Takes("SkipRequest", NodeBody.SkipExample)
            .RefusesUnknownNodes();
    }

    private static RouteHandlerBuilder MapOperation(this IEndpointRouteBuilder api, string operation, Delegate handler) =>
        api.MapPost($"/apps/{{app}}/workflow-instances/{{instance}}:{operation}", handler)
            .Needs(Role.Operator)
            .Answers<RunStateView>()
            .Refuses(ErrorCodes.WorkflowStateConflict, ErrorCodes.RunNotOpen);

    private static void RefusesUnknownNodes(this RouteHandlerBuilder route) =>
        route.Refuses(ErrorCodes.WorkflowStateConflict, ErrorCodes.RunNotOpen, ErrorCodes.WorkflowNodeNotFound);

    private static async Task<IResult> CancelAsync(
        string app,
        string instance,
        HttpRequest request,
        StoreLookup lookup,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var body = await CancelBody.ReadAsync(request, cancellationToken);
        var record = await lookup.InstanceAsync(app, instance, cancellationToken);
        var cancel = new CancelRun { Run = $"{record.Run.Id}", Reason = body.ReasonOf(request) };
        try
        {
            var reply = await groups.AskAsync(app, new AppGroupMessage { CancelRun = cancel }, cancellationToken);
            return FacadeJson.Answer(new RunStateView(reply.Run.Id, reply.Run.State));
        }
        catch (RefusalException refusal) when (refusal.Code == ErrorCodes.RunNotOpen)
        {
            record = await lookup.InstanceAsync(app, instance, cancellationToken);
            if (!record.Run.State.IsEnd())
            {
                throw;
            }

            var ended = $"Instance {record.Run.Id} is {record.Run.State}; only one that is open can be cancelled.";
            return new ProblemAnswer(ErrorCodes.WorkflowStateConflict, ended) { State = $"{record.Run.State}" };
        }
    }

    private static async Task<IResult> PauseAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceOperations operations,
        CancellationToken cancellationToken
    )
    {
        var body = await InstancePauseBody.ReadAsync(request, cancellationToken);
        var pause = new OperateInstance { Pause = new PauseInstance { Note = body.Note ?? "" } };
        return await operations.AskAsync(app, instance, pause, request, cancellationToken);
    }

    private static async Task<IResult> ResumeAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceOperations operations,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        return await operations.AskAsync(app, instance, new OperateInstance { Resume = new Empty() }, request, cancellationToken);
    }

    private static async Task<IResult> RetryAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceOperations operations,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        return await operations.AskAsync(app, instance, new OperateInstance { Retry = new Empty() }, request, cancellationToken);
    }

    private static async Task<IResult> RerunAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceOperations operations,
        CancellationToken cancellationToken
    )
    {
        var body = await NodeBody.ReadAsync(request, NodeBody.RerunExample, NodeBody.ParamsField, cancellationToken);
        var rerun = new RerunNode { Node = body.Node };
        if (body.Json is { } parameters)
        {
            rerun.Params = parameters;
        }

        return await operations.AskAsync(app, instance, new OperateInstance { Rerun = rerun }, request, cancellationToken);
    }

    private static async Task<IResult> MarkAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceOperations operations,
        CancellationToken cancellationToken
    )
    {
        var body = await NodeBody.ReadAsync(request, NodeBody.MarkExample, NodeBody.ResultField, cancellationToken);
        var mark = new MarkNode { Node = body.Node };
        if (body.Json is { } result)
        {
            mark.Result = result;
        }

        return await operations.AskAsync(app, instance, new OperateInstance { Mark = mark }, request, cancellationToken);
    }

    private static async Task<IResult> SkipAsync(
        string app,
        string instance,
        HttpRequest request,
        InstanceOperations operations,
        CancellationToken cancellationToken
    )
    {
        var body = await NodeBody.ReadAsync(request, NodeBody.SkipExample, null, cancellationToken);
        var skip = new OperateInstance { Skip = new SkipNode { Node = body.Node } };
        return await operations.AskAsync(app, instance, skip, request, cancellationToken);
    }
}
