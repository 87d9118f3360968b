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
        api.MapAction("cancel", CancelAsync)
            .Describes(
                "cancelInstance",
                "Cancels a workflow instance, as soon as the runs of its nodes have been stopped. The wish is durable."
            )
            .MayTake("CancelRequest", CancelBody.Example);
        api.MapOperation("pause", ReadPauseAsync)
            .Describes("pauseInstance", "Lets no node of a workflow instance begin until it is resumed. Nodes that run go on to their end.")
            .MayTake("InstancePauseRequest", InstancePauseBody.Example);
        api.MapOperation("resume", WithoutFields(() => new OperateInstance { Resume = new Empty() }))
            .Describes("resumeInstance", "Lets a paused workflow instance go on.")
            .MayTake("Empty", "{}");
        api.MapOperation("retry", WithoutFields(() => new OperateInstance { Retry = new Empty() }))
            .Describes("retryInstance", "Runs the failed nodes of a workflow instance again, and what follows them.")
            .MayTake("Empty", "{}");
        api.MapOperation("rerun", OnNode(NodeBody.RerunExample, NodeBody.ParamsField, Rerun))
            .Describes("rerunNode", "Runs a node that has ended again, perhaps with other params, and all that follows it.")
            .Takes("RerunRequest", NodeBody.RerunExample)
            .RefusesUnknownNodes();
        api.MapOperation("mark-succeeded", OnNode(NodeBody.MarkExample, NodeBody.ResultField, Mark))
            .Describes("markNodeSucceeded", "Lets a node count as succeeded, perhaps with a result; what runs of it is stopped.")
            .Takes("MarkRequest", NodeBody.MarkExample)
            .RefusesUnknownNodes();
        api.MapOperation("skip", OnNode(NodeBody.SkipExample, null, Skip))
            .Describes("skipNode", "Lets a workflow instance go on without a node; what runs of it is stopped.")
            .Takes("SkipRequest", NodeBody.SkipExample)
            .RefusesUnknownNodes();
        api.MapOperation("signal", ReadSignalAsync)
            .Describes("signalInstance", "Sends a signal to a workflow instance; it is kept until a node that waits for it takes it.")
            .Takes("SignalRequest", SignalBody.Example)
            .Refuses(ErrorCodes.WorkflowStateConflict, ErrorCodes.RunNotOpen, ErrorCodes.WorkflowSignalNotFound);
        api.MapOperation("approve", Judge(approved: true))
            .Describes("approveNode", "Approves what a node of the kind approval waits for, with the role that it asks for at least.")
            .Takes("ApprovalRequest", ApprovalBody.Example)
            .RefusesUnknownNodes();
        api.MapOperation("reject", Judge(approved: false))
            .Describes("rejectNode", "Rejects what a node of the kind approval waits for: it fails.")
            .Takes("ApprovalRequest", ApprovalBody.Example)
            .RefusesUnknownNodes();
        api.MapOperation("compensate", WithoutFields(() => new OperateInstance { Compensate = new Empty() }))
            .Describes(
                "compensateInstance",
                "Undoes what the nodes of an instance that has ended have done, by the nodes that compensate them."
            )
            .MayTake("Empty", "{}");
    }

    /// <summary>Maps an operation that the owner of the app does as one message asks for it.</summary>
    /// <param name="api">Where.</param>
    /// <param name="operation">Its word in the path.</param>
    /// <param name="read">Makes a new message of the body of a request.</param>
    private static RouteHandlerBuilder MapOperation(
        this IEndpointRouteBuilder api,
        string operation,
        Func<HttpRequest, CancellationToken, ValueTask<OperateInstance>> read
    ) =>
        api.MapAction(
            operation,
            async (string app, string instance, HttpRequest request, InstanceOperations operations, CancellationToken cancellationToken) =>
                await operations.AskAsync(app, instance, await read(request, cancellationToken), request, cancellationToken)
        );

    private static RouteHandlerBuilder MapAction(this IEndpointRouteBuilder api, string action, Delegate handler) =>
        api.MapPost($"/apps/{{app}}/workflow-instances/{{instance}}:{action}", handler)
            .Needs(Role.Operator)
            .Answers<RunStateView>()
            .Refuses(ErrorCodes.WorkflowStateConflict, ErrorCodes.RunNotOpen);

    private static void RefusesUnknownNodes(this RouteHandlerBuilder route) =>
        route.Refuses(ErrorCodes.WorkflowStateConflict, ErrorCodes.RunNotOpen, ErrorCodes.WorkflowNodeNotFound);

    private static Func<HttpRequest, CancellationToken, ValueTask<OperateInstance>> WithoutFields(Func<OperateInstance> operation) =>
        async (request, cancellationToken) =>
        {
            await RequestBody.ExpectNoneAsync(request, cancellationToken);
            return operation();
        };

    private static Func<HttpRequest, CancellationToken, ValueTask<OperateInstance>> OnNode(
        string example,
        string? jsonField,
        Func<NodeBody, OperateInstance> operation
    ) => async (request, cancellationToken) => operation(await NodeBody.ReadAsync(request, example, jsonField, cancellationToken));

    private static async ValueTask<OperateInstance> ReadPauseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await InstancePauseBody.ReadAsync(request, cancellationToken);
        return new OperateInstance { Pause = new PauseInstance { Note = body.Note ?? "" } };
    }

    private static async ValueTask<OperateInstance> ReadSignalAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await SignalBody.ReadAsync(request, cancellationToken);
        var signal = new SignalInstance { Name = body.Name };
        if (body.Payload is { } payload)
        {
            signal.Payload = payload;
        }

        return new OperateInstance { Signal = signal };
    }

    private static Func<HttpRequest, CancellationToken, ValueTask<OperateInstance>> Judge(bool approved) =>
        async (request, cancellationToken) =>
        {
            var body = await ApprovalBody.ReadAsync(request, cancellationToken);
            return new OperateInstance
            {
                Approve = new ApproveNode
                {
                    Node = body.Node,
                    Approved = approved,
                    Note = body.Note ?? "",
                },
            };
        };

    private static OperateInstance Rerun(NodeBody body)
    {
        var rerun = new RerunNode { Node = body.Node };
        if (body.Json is { } parameters)
        {
            rerun.Params = parameters;
        }

        return new OperateInstance { Rerun = rerun };
    }

    private static OperateInstance Mark(NodeBody body)
    {
        var mark = new MarkNode { Node = body.Node };
        if (body.Json is { } result)
        {
            mark.Result = result;
        }

        return new OperateInstance { Mark = mark };
    }

    private static OperateInstance Skip(NodeBody body) => new() { Skip = new SkipNode { Node = body.Node } };

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
}
