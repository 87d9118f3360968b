namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>The kinds of nodes, as definitions name them.</summary>
public enum NodeKind
{
    /// <summary>A <see cref="JobWork"/> or an <see cref="InlineJobWork"/>.</summary>
    Job,

    /// <summary>A <see cref="DecisionWork"/>.</summary>
    Decision,

    /// <summary>A <see cref="SubWorkflowWork"/>.</summary>
    Workflow,

    /// <summary>An <see cref="ApprovalWork"/>.</summary>
    Approval,

    /// <summary>A <see cref="WaitWork"/>.</summary>
    Wait,

    /// <summary>A <see cref="ForEachWork"/>.</summary>
    ForEach,
}
