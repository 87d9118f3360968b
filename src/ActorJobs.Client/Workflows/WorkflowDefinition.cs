using System.Text.Json;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Client.Workflows;

/// <summary>A workflow as its user writes it. What is null gets its default.</summary>
public record WorkflowDefinition
{
    /// <summary>Unique among the jobs and workflows of its app: 1 to 100 letters, digits and <c>. _ -</c>, the first a letter or a digit.</summary>
    public required string Name { get; init; }

    /// <summary>Free text of up to 2 000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Free key and value pairs, 64 at most.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether its schedules fire; true by default.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What an instance is given: any JSON.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>None or several.</summary>
    public IReadOnlyList<Schedule>? Schedules { get; init; }

    /// <summary>What becomes of fire times that passed while no server owned the app.</summary>
    public Misfire? Misfire { get; init; }

    /// <summary>What a fire does while earlier instances are open.</summary>
    public Overlap? Overlap { get; init; }

    /// <summary>Which channels of the app are told of its runs; as the app has it set by default.</summary>
    public Notify? Notify { get; init; }

    /// <summary>How long an instance may take; null: as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What becomes of the other nodes when one has failed: finish, the default, or cancel.</summary>
    public string? OnFailure { get; init; }

    /// <summary>For which ends an instance is compensated by itself: failed, timedOut, cancelled; null: for none.</summary>
    public IReadOnlyList<string>? CompensateOn { get; init; }

    /// <summary>Makes the result of an instance: any JSON, with expressions in its strings.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>1 to 1 000. Null only in a workflow that is set aside.</summary>
    public IReadOnlyList<WorkflowNode>? Nodes { get; init; }

    /// <summary>Which node waits for the end of which.</summary>
    public IReadOnlyList<WorkflowEdge>? Edges { get; init; }
}

/// <summary>A node of a workflow. What is null gets its default.</summary>
public sealed record WorkflowNode
{
    /// <summary>Unique in the workflow.</summary>
    public required string Key { get; init; }

    /// <summary>job, decision, workflow, approval, wait or forEach; job by default, if it names a job or a processor.</summary>
    public string? Kind { get; init; }

    /// <summary>The job that it runs.</summary>
    public string? Job { get; init; }

    /// <summary>The processor that it runs, without a stored job.</summary>
    public Processor? Processor { get; init; }

    /// <summary>With a processor: atLeastOnce, the default, or atMostOnce.</summary>
    public string? Delivery { get; init; }

    /// <summary>The workflow of which it starts an instance.</summary>
    public string? Workflow { get; init; }

    /// <summary>Of a decision, in the order in which they are tried.</summary>
    public IReadOnlyList<DecisionBranch>? Branches { get; init; }

    /// <summary>Of a decision: the branch that is followed if no condition holds.</summary>
    public string? Default { get; init; }

    /// <summary>Of an approval: the text that tells what is to be approved, with expressions in it.</summary>
    public string? Prompt { get; init; }

    /// <summary>Of an approval: the least role with which it can be given: operator, the default, developer or admin.</summary>
    public string? Role { get; init; }

    /// <summary>Of an approval: how long it waits; null: as long as it takes.</summary>
    public TimeSpan? Due { get; init; }

    /// <summary>Of an approval: what happens then: fail, the default, approve or reject.</summary>
    public string? OnDue { get; init; }

    /// <summary>Of a wait: a duration such as 10m, or an expression that makes one.</summary>
    public string? Duration { get; init; }

    /// <summary>Of a wait: an instant such as 2026-12-01T03:00:00Z, or an expression that makes one.</summary>
    public string? Until { get; init; }

    /// <summary>Of a wait: the name of a signal.</summary>
    public string? Signal { get; init; }

    /// <summary>Of a node that runs for each item: a list, or an expression that makes one.</summary>
    public JsonElement? Items { get; init; }

    /// <summary>How many items are under way at a time, 1 to 1 000; 100 by default.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many items may fail without the node failing; 0 by default.</summary>
    public int? ToleratedFailures { get; init; }

    /// <summary>The node whose work it undoes, when the instance is compensated.</summary>
    public string? Compensates { get; init; }

    /// <summary>Makes the params of its runs: any JSON, with expressions in its strings.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>Whether it does anything; true by default.</summary>
    public bool? Enabled { get; init; }

    /// <summary>allSucceeded, the default, anyFailed, allEnded or always.</summary>
    public string? RunWhen { get; init; }

    /// <summary>Whether its failure is passed over.</summary>
    public bool? SkipOnFailure { get; init; }

    /// <summary>How long one pass may take; null: as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>When a pass that has failed is followed by another.</summary>
    public Retry? Retry { get; init; }
}

/// <summary>A branch of a decision.</summary>
/// <param name="Label">Edges out of the decision name it.</param>
/// <param name="When">Its condition, an expression.</param>
public sealed record DecisionBranch(string Label, string When);

/// <summary>An edge: its target waits for the end of its source.</summary>
/// <param name="From">The key of the source.</param>
/// <param name="To">The key of the target.</param>
/// <param name="Branch">Out of a decision: the branch for which it is followed.</param>
/// <param name="When">It is followed only if this expression holds; null: always.</param>
public sealed record WorkflowEdge(string From, string To, string? Branch = null, string? When = null);

/// <summary>When a pass that has failed is followed by another.</summary>
/// <param name="Max">How often.</param>
/// <param name="Backoff">How long the pauses are.</param>
/// <param name="On">After which ends: failed, timedOut, workerLost; null: all of them.</param>
public sealed record Retry(int Max, Backoff? Backoff = null, IReadOnlyList<string>? On = null);
