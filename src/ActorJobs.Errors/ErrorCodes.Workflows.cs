namespace ActorJobs.Errors;

/// <content>Definitions of workflows: their nodes, their edges, their expressions.</content>
public static partial class ErrorCodes
{
    /// <summary>A node's key is empty, too long, or has characters that keys may not have.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The key of a node is empty, too long, or has characters that keys may not have.",
        NextStep = "Use 1 to 64 letters, digits and `- _`, the first a letter.",
        Status = 400
    )]
    public const string InvalidNodeKey = "INVALID_NODE_KEY";

    /// <summary>Another node of the workflow has the key already.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Another node of the workflow has the key already.",
        NextStep = "Give each node a key of its own.",
        Status = 400
    )]
    public const string DuplicateNode = "DUPLICATE_NODE";

    /// <summary>An edge or an expression names a node that the workflow does not have.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "An edge or an expression names a node that the workflow does not have. The answer names near ones.",
        NextStep = "Mend the key, or add the node.",
        Status = 400
    )]
    public const string UnknownNode = "UNKNOWN_NODE";

    /// <summary>Another edge has the same source, target and branch.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Another edge has the same source, the same target and the same branch.",
        NextStep = "Leave only one of them; two conditions for one edge are one condition with `||` or `&&`.",
        Status = 400
    )]
    public const string DuplicateEdge = "DUPLICATE_EDGE";

    /// <summary>Edges lead back to where they came from, or a workflow starts itself.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Edges lead back to where they came from, so that their nodes could never start, or a workflow has itself as a node. The answer names the cycle.",
        NextStep = "Take one of its edges away.",
        Status = 400
    )]
    public const string WorkflowCycle = "WORKFLOW_CYCLE";

    /// <summary>Nothing leads to a node but edges that are refused, or that come from a cycle.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Nothing leads to the node but edges that are refused, or that come from nodes which can never start.",
        NextStep = "Mend those edges; the answer names them.",
        Status = 400
    )]
    public const string UnreachableNode = "UNREACHABLE_NODE";

    /// <summary>An edge names a branch that the decision does not have.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The edge names a branch that the decision at its source does not have. The answer lists those that it has.",
        NextStep = "Name one of them, or add the branch to the decision.",
        Status = 400
    )]
    public const string UnknownBranch = "UNKNOWN_BRANCH";

    /// <summary>No edge leads out of a decision for one of its branches.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "No edge leads out of the decision for one of its branches, so that nothing would follow if it were chosen.",
        NextStep = "Add an edge with that branch, or take the branch away.",
        Status = 400
    )]
    public const string BranchWithoutTarget = "BRANCH_WITHOUT_TARGET";

    /// <summary>A text that is no expression; the message tells the position, what was found and what was expected.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The text is no expression. The answer tells the position, what was found and what was expected.",
        NextStep = "Mend the expression at that position; docs/expressions.md tells the language.",
        Status = 400
    )]
    public const string InvalidExpression = "INVALID_EXPRESSION";

    /// <summary>An expression reads something that there is not.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "An expression reads something that there is not, such as `triger.params`. The answer lists what there is.",
        NextStep = "Mend the name.",
        Status = 400
    )]
    public const string UnknownReference = "UNKNOWN_REFERENCE";

    /// <summary>An expression reads of a node that need not have ended before.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "An expression reads of a node from which no edges lead to where it stands, so that the node need not have ended by then.",
        NextStep = "Add an edge, directly or over other nodes, or read of a node that comes before.",
        Status = 400
    )]
    public const string NotAnAncestor = "NOT_AN_ANCESTOR";

    /// <summary>The app has no such workflow.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has no workflow of that name. The answer names near ones, or says that it is a job.",
        NextStep = "Mend the name; `GET /api/v1/apps/APP/workflows` lists the workflows.",
        Status = 404
    )]
    public const string WorkflowNotFound = "WORKFLOW_NOT_FOUND";

    /// <summary>The app has no such workflow instance.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The app has no workflow instance of that id: there never was one, it is gone by its retention, or the id is that of the run of a job.",
        NextStep = "Look for it with `GET /api/v1/apps/APP/workflow-instances`.",
        Status = 404
    )]
    public const string InstanceNotFound = "INSTANCE_NOT_FOUND";

    /// <summary>The workflow instance has no such node.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The definition that the workflow instance follows has no node of that key. The answer names near ones.",
        NextStep = "Mend the key; `GET /api/v1/apps/APP/workflow-instances/ID` lists the nodes with their states.",
        Status = 404
    )]
    public const string WorkflowNodeNotFound = "WORKFLOW_NODE_NOT_FOUND";

    /// <summary>No node of the workflow instance waits for such a signal.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "No node of the definition that the workflow instance follows waits for a signal of that name. The answer names near ones.",
        NextStep = "Mend the name; the definition of the workflow has it as `signal` of a node of the kind `wait`.",
        Status = 404
    )]
    public const string WorkflowSignalNotFound = "WORKFLOW_SIGNAL_NOT_FOUND";

    /// <summary>The instance, or its node, is in a state in which the operation cannot be done.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "The workflow instance, or its node, is in a state in which it makes no sense. The answer names the state, and what is allowed.",
        NextStep = "Look at the instance, and choose what its state allows.",
        Status = 409
    )]
    public const string WorkflowStateConflict = "WORKFLOW_STATE_CONFLICT";

    /// <summary>A node names a job, or a workflow, that there is not.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A node of the workflow names a job, or a nested workflow, that the app does not have. The answer names near ones.",
        NextStep = "Mend the name, or make the job first.",
        Status = 400
    )]
    public const string UnknownJob = "UNKNOWN_JOB";

    /// <summary>A workflow would run within itself.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "A nested workflow leads back to the workflow that is to be saved, so that an instance would never end. The answer shows the way.",
        NextStep = "Take the node out, or let it run another workflow.",
        Status = 400
    )]
    public const string WorkflowRecursion = "WORKFLOW_RECURSION";

    /// <summary>Workflows need what was to be deleted or renamed.</summary>
    [ErrorSymbol(
        Part.Server,
        Part.Caller,
        Cause = "Workflows name the job, or the workflow, in their nodes. The answer lists them.",
        NextStep = "Change those workflows first.",
        Status = 409
    )]
    public const string UsedByWorkflows = "USED_BY_WORKFLOWS";
}
