using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>What follows from a command to an instance.</summary>
/// <param name="Instance">What it is afterwards.</param>
/// <param name="Events">What has happened, in its order; none if nothing has.</param>
/// <param name="Orders">What is to be done about its runs, in its order, in the same commit as the events.</param>
public sealed record WorkflowDecision(WorkflowInstance Instance, IReadOnlyList<WorkflowEvent> Events, IReadOnlyList<WorkflowOrder> Orders);

/// <summary>Something that an instance wants of its app group.</summary>
public abstract record WorkflowOrder;

/// <summary>Submit the run of a pass.</summary>
/// <param name="Node">Of which node.</param>
/// <param name="Pass">Which pass.</param>
/// <param name="Run">The id that the run gets.</param>
/// <param name="Params">JSON text; null: those of the job.</param>
public sealed record SubmitNodeRun(WorkflowNode Node, int Pass, RunId Run, string? Params) : WorkflowOrder;

/// <summary>Stop the run of a pass.</summary>
/// <param name="Run">Which.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record StopNodeRun(RunId Run, string Reason) : WorkflowOrder;
