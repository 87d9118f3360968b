using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>Something that is asked of a workflow instance, or told to it.</summary>
public abstract record WorkflowCommand;

/// <summary>Begin: the first command of an instance.</summary>
/// <param name="Workflow">The name of its workflow.</param>
/// <param name="Version">Of the definition.</param>
/// <param name="Definition">The definition in its canonical JSON; the same as the instance's graph.</param>
/// <param name="Params">JSON text.</param>
/// <param name="Trigger">What made it.</param>
/// <param name="Planned">For which instant.</param>
public sealed record StartInstance(string Workflow, long Version, string Definition, string Params, Trigger Trigger, Instant Planned)
    : WorkflowCommand;

/// <summary>The run of a pass has ended.</summary>
/// <param name="Node">Of which node.</param>
/// <param name="Pass">Which pass.</param>
/// <param name="End">How.</param>
/// <param name="Result">JSON text; null if there is none.</param>
/// <param name="Append">What it adds to the context: the JSON text of an object; null if nothing.</param>
/// <param name="Failure">Why it failed, if it did.</param>
public sealed record EndPass(string Node, int Pass, RunState End, string? Result, string? Append, Failure? Failure) : WorkflowCommand;

/// <summary>Look what time has brought.</summary>
public sealed record TimePassed : WorkflowCommand;

/// <summary>Stop all that runs, and end.</summary>
/// <param name="Reason">Who asked and why, in words.</param>
public sealed record StopInstance(string Reason) : WorkflowCommand;

/// <summary>An operation of a user.</summary>
/// <param name="By">Who.</param>
public abstract record WorkflowOperation(string By) : WorkflowCommand
{
    /// <summary>What he may do; the least if nothing is known.</summary>
    public Role Role { get; init; }
}

/// <summary>Begin no node until resumed.</summary>
/// <param name="By">Who.</param>
/// <param name="Note">Why, in his words; may be empty.</param>
public sealed record PauseInstance(string By, string Note) : WorkflowOperation(By);

/// <summary>Nodes may begin again.</summary>
/// <param name="By">Who.</param>
public sealed record ResumeInstance(string By) : WorkflowOperation(By);

/// <summary>Run the failed nodes again, and what follows them.</summary>
/// <param name="By">Who.</param>
public sealed record RetryFailedNodes(string By) : WorkflowOperation(By);

/// <summary>Run a node again, and all that follows it.</summary>
/// <param name="By">Who.</param>
/// <param name="Node">Which, or which item of one.</param>
/// <param name="Params">JSON text for its runs from now on; null: as before.</param>
public sealed record RerunFromNode(string By, string Node, string? Params) : WorkflowOperation(By);

/// <summary>Let a node count as succeeded.</summary>
/// <param name="By">Who.</param>
/// <param name="Node">Which.</param>
/// <param name="Result">JSON text that counts as its result; null: none.</param>
public sealed record MarkNodeSucceeded(string By, string Node, string? Result) : WorkflowOperation(By);

/// <summary>Go on without a node.</summary>
/// <param name="By">Who.</param>
/// <param name="Node">Which.</param>
public sealed record SkipNode(string By, string Node) : WorkflowOperation(By);

/// <summary>Tell the instance something that a node waits for, or will.</summary>
/// <param name="By">Who.</param>
/// <param name="Name">The name of the signal.</param>
/// <param name="Payload">JSON text that becomes the result of the node that takes it; null: none.</param>
public sealed record SignalInstance(string By, string Name, string? Payload) : WorkflowOperation(By);

/// <summary>Decide an approval.</summary>
/// <param name="By">Who.</param>
/// <param name="Node">Which.</param>
/// <param name="Approved">Whether it is approved, or rejected.</param>
/// <param name="Note">Why, in his words; may be empty.</param>
public sealed record ApproveNode(string By, string Node, bool Approved, string Note) : WorkflowOperation(By);

/// <summary>Undo what the nodes of an instance that has ended have done, as far as they have others that compensate them.</summary>
/// <param name="By">Who.</param>
public sealed record CompensateInstance(string By) : WorkflowOperation(By);
