using System.Text.Json.Serialization;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>Something that has happened to a workflow instance. The events of an instance, in their order, are its truth: what it is follows from them alone. Their
/// JSON form is kept for ever, so a field is never renamed, and a new one may be missing.</summary>
/// <param name="At">When, by scheduling time.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InstanceStarted), "instanceStarted")]
[JsonDerivedType(typeof(NodeStarted), "nodeStarted")]
[JsonDerivedType(typeof(NodeWaits), "nodeWaits")]
[JsonDerivedType(typeof(NodeStopping), "nodeStopping")]
[JsonDerivedType(typeof(NodeEnded), "nodeEnded")]
[JsonDerivedType(typeof(NodeDecided), "nodeDecided")]
[JsonDerivedType(typeof(NodeSkipped), "nodeSkipped")]
[JsonDerivedType(typeof(NodeMarked), "nodeMarked")]
[JsonDerivedType(typeof(NodeAwaits), "nodeAwaits")]
[JsonDerivedType(typeof(ApprovalGiven), "approvalGiven")]
[JsonDerivedType(typeof(SignalReceived), "signalReceived")]
[JsonDerivedType(typeof(NodeSignalled), "nodeSignalled")]
[JsonDerivedType(typeof(NodeFannedOut), "nodeFannedOut")]
[JsonDerivedType(typeof(NodesReset), "nodesReset")]
[JsonDerivedType(typeof(InstancePaused), "instancePaused")]
[JsonDerivedType(typeof(InstanceResumed), "instanceResumed")]
[JsonDerivedType(typeof(InstanceStopping), "instanceStopping")]
[JsonDerivedType(typeof(InstanceCompensating), "instanceCompensating")]
[JsonDerivedType(typeof(InstanceEnded), "instanceEnded")]
public abstract record WorkflowEvent(Instant At);

/// <summary>The instance has begun.</summary>
/// <param name="At">When.</param>
/// <param name="Workflow">The name of its workflow.</param>
/// <param name="Version">Of the definition that it follows to its end.</param>
/// <param name="Definition">That definition, in its canonical JSON.</param>
/// <param name="Params">Its params.</param>
/// <param name="Trigger">What made it.</param>
/// <param name="Planned">For which instant it was made.</param>
/// <param name="TimesOutAt">When it must have ended; null: never.</param>
public sealed record InstanceStarted(
    Instant At,
    string Workflow,
    long Version,
    [property: JsonConverter(typeof(RawJsonConverter))] string Definition,
    [property: JsonConverter(typeof(RawJsonConverter))] string Params,
    Trigger Trigger,
    Instant Planned,
    Instant? TimesOutAt
) : WorkflowEvent(At);

/// <summary>A pass of a node has begun: its run is submitted.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Pass">1, 2, …; never used again in the instance.</param>
/// <param name="Run">The run of this pass.</param>
/// <param name="TimesOutAt">When the pass must have ended; null: never.</param>
public sealed record NodeStarted(Instant At, string Node, int Pass, RunId Run, Instant? TimesOutAt) : WorkflowEvent(At);

/// <summary>A pass has failed, and another will follow.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Pass">That has failed.</param>
/// <param name="End">How.</param>
/// <param name="Failure">Why; null if nothing is known but how.</param>
/// <param name="Until">When the next pass begins.</param>
public sealed record NodeWaits(Instant At, string Node, int Pass, NodeState End, NodeFailure? Failure, Instant Until) : WorkflowEvent(At);

/// <summary>The run of the current pass is asked to stop.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="End">How the pass will have ended once the run has.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record NodeStopping(Instant At, string Node, NodeState End, string Reason) : WorkflowEvent(At);

/// <summary>The node has ended.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Pass">Its last; 0 if none had begun.</param>
/// <param name="State">How.</param>
/// <param name="Result">What its run gave; null if nothing, or more than is kept.</param>
/// <param name="Append">What it added to the context, by key; null if nothing.</param>
/// <param name="Failure">Why it did not succeed; null if it did, or nothing is known but how.</param>
public sealed record NodeEnded(
    Instant At,
    string Node,
    int Pass,
    NodeState State,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Result,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Append,
    NodeFailure? Failure
) : WorkflowEvent(At);

/// <summary>A decision has been made.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Branch">The label that is followed.</param>
public sealed record NodeDecided(Instant At, string Node, string Branch) : WorkflowEvent(At);

/// <summary>A node will not run.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Passed">Whether its successors go on as if it had succeeded.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="By">Who skipped it; null: nobody, it followed from the definition.</param>
public sealed record NodeSkipped(Instant At, string Node, bool Passed, string Reason, string? By) : WorkflowEvent(At);

/// <summary>Someone has said that the node shall count as succeeded.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="By">Who.</param>
/// <param name="Result">What shall count as its result; null: none.</param>
public sealed record NodeMarked(Instant At, string Node, string By, [property: JsonConverter(typeof(RawJsonConverter))] string? Result)
    : WorkflowEvent(At);

/// <summary>The node waits for time, for a signal, or for a person.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Pass">1, 2, …; never used again in the instance.</param>
/// <param name="Awaited">For what.</param>
/// <param name="Due">When it has waited long enough; null: it waits as long as it takes.</param>
/// <param name="Signal">The name of the signal; null if it waits for none.</param>
/// <param name="Prompt">What the person is told; null if nothing.</param>
public sealed record NodeAwaits(Instant At, string Node, int Pass, Awaited Awaited, Instant? Due, string? Signal, string? Prompt)
    : WorkflowEvent(At);

/// <summary>A person has approved or rejected, or it counts so since nobody has in time; the node has ended.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Approved">Whether it goes on.</param>
/// <param name="By">Who; null: nobody, it was due.</param>
/// <param name="Note">Why, in his words; may be empty.</param>
public sealed record ApprovalGiven(Instant At, string Node, bool Approved, string? By, string Note) : WorkflowEvent(At);

/// <summary>A signal has come; it is kept until a node takes it.</summary>
/// <param name="At">When.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">Who sent it.</param>
/// <param name="Payload">What came with it; null: nothing.</param>
public sealed record SignalReceived(Instant At, string Name, string By, [property: JsonConverter(typeof(RawJsonConverter))] string? Payload)
    : WorkflowEvent(At);

/// <summary>A node has taken the oldest signal of the name that it waits for, and has ended with it.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Signal">The name.</param>
public sealed record NodeSignalled(Instant At, string Node, string Signal) : WorkflowEvent(At);

/// <summary>A node that runs for each item of a list has begun.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Pass">1, 2, …; its items have passes of their own.</param>
/// <param name="Items">The list.</param>
public sealed record NodeFannedOut(Instant At, string Node, int Pass, ItemList Items) : WorkflowEvent(At);

/// <summary>Nodes are as if they had never begun; if the instance had ended, it goes on.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who wanted it.</param>
/// <param name="Operation">What was asked for, in a word: <c>retry</c>, <c>rerun</c>, <c>mark-succeeded</c> or <c>skip</c>.</param>
/// <param name="Nodes">Which.</param>
/// <param name="Params">For the first of them: its params instead of those of the definition; null: as they were.</param>
/// <param name="TimesOutAt">When the instance must have ended now; null: as it was.</param>
/// <param name="Items">Items that are as if they had never begun, while their nodes go on with the others as they are; the params are for the first of them. Null:
/// none.</param>
public sealed record NodesReset(
    Instant At,
    string By,
    string Operation,
    IReadOnlyList<string> Nodes,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Params,
    Instant? TimesOutAt,
    IReadOnlyList<string>? Items = null
) : WorkflowEvent(At);

/// <summary>No node begins until the instance is resumed.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who wanted it.</param>
/// <param name="Note">Why, in his words; may be empty.</param>
public sealed record InstancePaused(Instant At, string By, string Note) : WorkflowEvent(At);

/// <summary>Nodes may begin again.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who wanted it.</param>
public sealed record InstanceResumed(Instant At, string By) : WorkflowEvent(At);

/// <summary>The instance will end as soon as the runs of its nodes have.</summary>
/// <param name="At">When.</param>
/// <param name="End">How: cancelled or timed out.</param>
/// <param name="Reason">Who asked and why, in words.</param>
public sealed record InstanceStopping(Instant At, RunState End, string Reason) : WorkflowEvent(At);

/// <summary>What the nodes have done is undone by those that compensate them; then the instance ends.</summary>
/// <param name="At">When.</param>
/// <param name="End">How it will have ended.</param>
/// <param name="Failure">Why it did not succeed.</param>
/// <param name="By">Who wanted it; null: nobody, the definition asks for it.</param>
/// <param name="Nodes">Those that compensate others, and failed or were stopped when it was tried before: they begin anew.</param>
/// <param name="Items">Of such nodes that run for each item of a list: the items that failed or were stopped. Null: none.</param>
public sealed record InstanceCompensating(
    Instant At,
    RunState End,
    NodeFailure? Failure,
    string? By,
    IReadOnlyList<string> Nodes,
    IReadOnlyList<string>? Items = null
) : WorkflowEvent(At);

/// <summary>The instance has ended; nodes that had not begun never will, unless it is reset.</summary>
/// <param name="At">When.</param>
/// <param name="State">How.</param>
/// <param name="Result">What its definition makes of the results of its nodes; null if nothing.</param>
/// <param name="Failure">Why it did not succeed; null if it did.</param>
public sealed record InstanceEnded(
    Instant At,
    RunState State,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Result,
    NodeFailure? Failure
) : WorkflowEvent(At);
