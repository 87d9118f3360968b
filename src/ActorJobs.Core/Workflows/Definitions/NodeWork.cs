using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workflows.Expressions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

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

/// <summary>Waits until a person approves or rejects.</summary>
/// <param name="Prompt">Makes the text that tells what is to be approved; null: there is none.</param>
/// <param name="Role">The least role of a token whose holder may decide.</param>
/// <param name="Due">How long it waits; null: as long as it takes.</param>
/// <param name="OnDue">What happens then.</param>
public sealed record ApprovalWork(Template? Prompt, Role Role, Duration? Due, DueAction OnDue) : NodeWork;

/// <summary>What becomes of an approval that nobody has given in time.</summary>
public enum DueAction
{
    /// <summary>The node ends as timed out.</summary>
    Fail,

    /// <summary>It counts as approved.</summary>
    Approve,

    /// <summary>It counts as rejected.</summary>
    Reject,
}

/// <summary>Waits for time to pass, or for a signal: one of the three is given.</summary>
/// <param name="Duration">Makes the duration that it waits.</param>
/// <param name="Until">Makes the instant until which it waits.</param>
/// <param name="Signal">The name of the signal that it waits for; what comes with it is the node's result.</param>
public sealed record WaitWork(Template? Duration, Template? Until, string? Signal) : NodeWork;

/// <summary>Does the same for each item of a list, several at once; its result is the list of theirs, in the order of the items.</summary>
/// <param name="Items">Makes the list.</param>
/// <param name="Body">What is run for an item: a <see cref="JobWork"/>, an <see cref="InlineJobWork"/> or a <see cref="SubWorkflowWork"/>.</param>
/// <param name="Concurrency">How many items at most are under way at a time.</param>
/// <param name="ToleratedFailures">How many items may fail without the node failing; their results are null.</param>
public sealed record ForEachWork(Template Items, NodeWork Body, int Concurrency, int ToleratedFailures) : NodeWork;
