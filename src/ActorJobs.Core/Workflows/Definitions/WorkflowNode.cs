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
            ApprovalWork => NodeKind.Approval,
            WaitWork => NodeKind.Wait,
            ForEachWork => NodeKind.ForEach,
            _ => NodeKind.Job,
        };

    /// <summary>The word of its kind in definitions.</summary>
    public string KindWord => JobFields.WordFor(WorkflowFields.Kinds, Kind);

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

    /// <summary>The node whose work it undoes, when the instance is compensated; null: it has its place among the edges.</summary>
    public string? Compensates { get; init; }

    /// <summary>The job or workflow that its runs are of; null if it has no runs.</summary>
    public NodeWork? RunWork =>
        Work switch
        {
            ForEachWork forEach => forEach.Body,
            JobWork or InlineJobWork or SubWorkflowWork => Work,
            _ => null,
        };
}

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
