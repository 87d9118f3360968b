using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workflows.Expressions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>A node of a workflow.</summary>
/// <param name="Key">Unique in the workflow.</param>
/// <param name="Work">What it does.</param>
public sealed record WorkflowNode(string Key, NodeWork Work)
{
    /// <summary>Its kind, as definitions name it.</summary>
    public NodeKind Kind =>
        Work switch
        {
            DecisionWork => NodeKind.Decision,
            SubWorkflowWork => NodeKind.Workflow,
            _ => NodeKind.Job,
        };

    /// <summary>Whether it does anything; one that is switched off lets its successors go on as if it had succeeded.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What must be so of its predecessors for it to start.</summary>
    public RunWhen RunWhen { get; init; }

    /// <summary>Whether its failure is passed over: its successors go on as if it had succeeded, and the instance does not fail because of it.</summary>
    public bool SkipOnFailure { get; init; }

    /// <summary>When a pass that has failed is followed by another.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>How long one pass may take, its wait for a worker included; null: as long as it takes.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>Makes the params of its runs; null: those of its job.</summary>
    public Template? Params { get; init; }
}

/// <summary>What a node does.</summary>
public abstract record NodeWork;

/// <summary>Runs a stored job.</summary>
/// <param name="Job">Its name.</param>
public sealed record JobWork(string Job) : NodeWork;

/// <summary>Runs a processor without a stored job.</summary>
/// <param name="Processor">Which.</param>
/// <param name="Delivery">What becomes of a run whose worker is lost.</param>
public sealed record InlineJobWork(ProcessorReference Processor, Delivery Delivery) : NodeWork;

/// <summary>Starts an instance of another workflow, and waits for its end.</summary>
/// <param name="Workflow">Its name.</param>
public sealed record SubWorkflowWork(string Workflow) : NodeWork;

/// <summary>Chooses the branch to follow: the first whose condition holds, or else the default one.</summary>
/// <param name="Branches">In the order in which they are tried.</param>
/// <param name="Default">The label that is followed if none holds; null: then the node fails.</param>
public sealed record DecisionWork(IReadOnlyList<DecisionBranch> Branches, string? Default) : NodeWork;

/// <summary>A branch of a decision.</summary>
/// <param name="Label">Edges out of the decision name it.</param>
/// <param name="When">Its condition.</param>
public sealed record DecisionBranch(string Label, Expression When);

/// <summary>An edge of a workflow: its target waits for the end of its source.</summary>
/// <param name="From">The key of the source.</param>
/// <param name="To">The key of the target.</param>
/// <param name="Branch">Out of a decision: the label for which it is followed; null out of any other node.</param>
/// <param name="When">It is followed only if this holds once all predecessors of the target have ended; null: always.</param>
public sealed record WorkflowEdge(string From, string To, string? Branch, Expression? When);

/// <summary>What must be so of a node's predecessors, once all of them have ended, for the node to start. Edges that are not followed do not count.</summary>
public enum RunWhen
{
    /// <summary>At least one edge is followed, and all followed ones come from nodes that succeeded.</summary>
    AllSucceeded,

    /// <summary>A followed edge comes from a node that failed.</summary>
    AnyFailed,

    /// <summary>At least one edge is followed, however its source ended.</summary>
    AllEnded,

    /// <summary>Whatever happened, also if no edge is followed.</summary>
    Always,
}
