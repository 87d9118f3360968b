using ActorJobs.Client.Answers;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Client.Apps;

/// <content>Workflow instances.</content>
public sealed partial class AppClient
{
    /// <summary>Asks for an instance of a workflow. Repeated by the client after a lost connection, it is one instance all the same.</summary>
    /// <param name="workflow">Of which workflow.</param>
    /// <param name="request">With what, and when; null: the workflow's own params, at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<InstanceSubmitted> StartInstanceAsync(
        string workflow,
        RunRequest? request = null,
        CancellationToken cancellationToken = default
    ) => _caller.AskAsync<InstanceSubmitted>(Submission($"{_workflows.PathOf(workflow)}/instances", request), cancellationToken);

    /// <summary>Asks for 1 to 1 000 instances of a workflow in one request and one commit. A wrong one is refused by itself.</summary>
    /// <returns>What became of each, in their order; the ids are those of the instances.</returns>
    public Task<IReadOnlyList<RunBatchItem>> StartInstancesAsync(
        string workflow,
        IEnumerable<RunRequest> requests,
        CancellationToken cancellationToken = default
    ) => SubmitBatchAsync($"{_workflows.PathOf(workflow)}/instances:batch", requests, cancellationToken);

    /// <summary>Asks for an instance of a workflow, and waits until it has ended. The wait has no limit of its own: give it one by the cancellation token.</summary>
    /// <param name="workflow">Of which workflow.</param>
    /// <param name="request">With what, and when; null: the workflow's own params, at once.</param>
    /// <param name="cancellationToken">Ends the waiting; the instance goes on.</param>
    public async Task<WorkflowInstance> RunWorkflowAsync(
        string workflow,
        RunRequest? request = null,
        CancellationToken cancellationToken = default
    )
    {
        var call = Submission($"{_workflows.PathOf(workflow)}/instances?wait={LongWait}", request);
        var instance = await _caller.AskAsync<WorkflowInstance>(call, cancellationToken).ConfigureAwait(false);
        return instance.State.IsEnd() ? instance : await WaitForInstanceAsync(instance.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a workflow instance has ended. The wait has no limit of its own: give it one by the cancellation token.</summary>
    public async Task<WorkflowInstance> WaitForInstanceAsync(Guid instance, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var path = $"{PathOfInstance(instance)}?wait={LongWait}";
            var found = await GetAsync<WorkflowInstance>(path, cancellationToken).ConfigureAwait(false);
            if (found.State.IsEnd())
            {
                return found;
            }
        }
    }

    /// <summary>One workflow instance, with the states of its nodes.</summary>
    public Task<WorkflowInstance> GetInstanceAsync(Guid instance, CancellationToken cancellationToken = default) =>
        GetAsync<WorkflowInstance>(PathOfInstance(instance), cancellationToken);

    /// <summary>The workflow instances, the newest planned time first.</summary>
    public IAsyncEnumerable<WorkflowInstance> ListInstancesAsync(
        InstanceQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        _caller.ListAsync<WorkflowInstance>(
            $"{_path}/workflow-instances{Query(
                ("workflow", query?.Workflow),
                ("state", query?.States is { Count: > 0 } states ? string.Join(',', states) : null),
                ("from", query?.From is { } from ? InstantConverter.Format(from) : null),
                ("to", query?.To is { } to ? InstantConverter.Format(to) : null)
            )}",
            cancellationToken
        );

    /// <summary>What has happened to a workflow instance, the oldest first. If the first position is not 1, older events are not kept any more.</summary>
    public IAsyncEnumerable<InstanceEvent> ListInstanceHistoryAsync(Guid instance, CancellationToken cancellationToken = default) =>
        _caller.ListAsync<InstanceEvent>($"{PathOfInstance(instance)}/history", cancellationToken);

    /// <summary>A workflow instance as a drawing, with the states of its nodes.</summary>
    public Task<Graph> DrawInstanceAsync(
        Guid instance,
        GraphFormat format = GraphFormat.Mermaid,
        CancellationToken cancellationToken = default
    ) => GetAsync<Graph>($"{PathOfInstance(instance)}/graph{Query(format)}", cancellationToken);

    /// <summary>Cancels a workflow instance, as soon as the runs of its nodes have been stopped.</summary>
    /// <param name="instance">Which instance.</param>
    /// <param name="reason">Why; null: not told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> CancelInstanceAsync(Guid instance, string? reason = null, CancellationToken cancellationToken = default) =>
        OperateAsync(instance, "cancel", reason is null ? null : new Cancel(reason), cancellationToken);

    /// <summary>Lets no node of a workflow instance begin until it is resumed. Nodes that run go on to their end.</summary>
    /// <param name="instance">Which instance.</param>
    /// <param name="note">Why; null: not told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> PauseInstanceAsync(Guid instance, string? note = null, CancellationToken cancellationToken = default) =>
        OperateAsync(instance, "pause", note is null ? null : new Hold(note), cancellationToken);

    /// <summary>Lets a paused workflow instance go on.</summary>
    public Task<RunStanding> ResumeInstanceAsync(Guid instance, CancellationToken cancellationToken = default) =>
        OperateAsync(instance, "resume", null, cancellationToken);

    /// <summary>Runs the failed nodes of a workflow instance again, and what follows them.</summary>
    public Task<RunStanding> RetryInstanceAsync(Guid instance, CancellationToken cancellationToken = default) =>
        OperateAsync(instance, "retry", null, cancellationToken);

    /// <summary>Runs a node that has ended again, and all that follows it.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The key of the node.</param>
    /// <param name="parameters">Its params from now on, as JSON; null: as before.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> RerunNodeAsync(
        Guid instance,
        string node,
        object? parameters = null,
        CancellationToken cancellationToken = default
    ) => OperateAsync(instance, "rerun", new Rerun(node, parameters), cancellationToken);

    /// <summary>Lets a node count as succeeded; what runs of it is stopped.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The key of the node.</param>
    /// <param name="result">What counts as its result, as JSON; null: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> MarkNodeSucceededAsync(
        Guid instance,
        string node,
        object? result = null,
        CancellationToken cancellationToken = default
    ) => OperateAsync(instance, "mark-succeeded", new Mark(node, result), cancellationToken);

    /// <summary>Lets a workflow instance go on without a node; what runs of it is stopped.</summary>
    public Task<RunStanding> SkipNodeAsync(Guid instance, string node, CancellationToken cancellationToken = default) =>
        OperateAsync(instance, "skip", new Skip(node), cancellationToken);

    /// <summary>Sends a signal to a workflow instance; it is kept until a node that waits for it takes it.</summary>
    /// <param name="instance">Which instance.</param>
    /// <param name="name">The name of the signal.</param>
    /// <param name="payload">What becomes the result of the node, as JSON; null: nothing.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> SignalInstanceAsync(
        Guid instance,
        string name,
        object? payload = null,
        CancellationToken cancellationToken = default
    ) => OperateAsync(instance, "signal", new Signal(name, payload), cancellationToken);

    /// <summary>Approves what a node of the kind approval waits for.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The key of the node.</param>
    /// <param name="note">Why; null: not told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> ApproveNodeAsync(
        Guid instance,
        string node,
        string? note = null,
        CancellationToken cancellationToken = default
    ) => OperateAsync(instance, "approve", new Approval(node, note), cancellationToken);

    /// <summary>Rejects what a node of the kind approval waits for: it fails.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The key of the node.</param>
    /// <param name="note">Why; null: not told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> RejectNodeAsync(
        Guid instance,
        string node,
        string? note = null,
        CancellationToken cancellationToken = default
    ) => OperateAsync(instance, "reject", new Approval(node, note), cancellationToken);

    /// <summary>Undoes what the nodes of an instance that has ended have done, by the nodes that compensate them.</summary>
    public Task<RunStanding> CompensateInstanceAsync(Guid instance, CancellationToken cancellationToken = default) =>
        OperateAsync(instance, "compensate", null, cancellationToken);

    private Task<RunStanding> OperateAsync(Guid instance, string operation, object? body, CancellationToken cancellationToken) =>
        _caller.AskAsync<RunStanding>(
            new Call(HttpMethod.Post, $"{PathOfInstance(instance)}:{operation}") { Body = body },
            cancellationToken
        );

    private string PathOfInstance(Guid instance) => $"{_path}/workflow-instances/{instance:D}";

    private sealed record Hold(string Note);

    private sealed record Rerun(string Node, object? Params);

    private sealed record Mark(string Node, object? Result);

    private sealed record Skip(string Node);

    private sealed record Signal(string Name, object? Payload);

    private sealed record Approval(string Node, string? Note);
}
