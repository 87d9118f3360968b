using System.Text.Json;
using ActorJobs.Client.Access;
using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Workflows;

/// <summary>A workflow instance. From <see cref="TimesOutAt"/> on only of one that was asked for by itself.</summary>
public sealed record WorkflowInstance
{
    /// <summary>Its id, which is that of its run, too.</summary>
    public Guid Id { get; init; }

    /// <summary>The name that the workflow had when the instance was made.</summary>
    public string Workflow { get; init; } = "";

    /// <summary>The version of the definition that it follows.</summary>
    public long Version { get; init; }

    /// <summary>Where it is.</summary>
    public RunState State { get; init; }

    /// <summary>How it stands, in words; only of an open one that was asked for by itself.</summary>
    public string? Wait { get; init; }

    /// <summary>The instant for which it was made.</summary>
    public DateTimeOffset Planned { get; init; }

    /// <summary>When one that is not due begins.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What made it.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>The wish to stop it.</summary>
    public StopWish? Stop { get; init; }

    /// <summary>Its params.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>What its definition makes of the results of its nodes.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public RunFailure? Failure { get; init; }

    /// <summary>When it must have ended.</summary>
    public DateTimeOffset? TimesOutAt { get; init; }

    /// <summary>Who paused it.</summary>
    public InstancePause? Paused { get; init; }

    /// <summary>That what its nodes did is undone, or was.</summary>
    public InstanceCompensation? Compensating { get; init; }

    /// <summary>The signals that no node has taken yet.</summary>
    public IReadOnlyList<InstanceSignal>? Signals { get; init; }

    /// <summary>What nodes have appended for each other.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>In the definition's order.</summary>
    public IReadOnlyList<InstanceNode>? Nodes { get; init; }

    /// <summary>The result as a type of the user's own; null if there is none.</summary>
    public T? ResultAs<T>() => Result is { } result ? result.Deserialize<T>(JsonSerializerOptions.Web) : default;
}

/// <summary>A node of a workflow instance.</summary>
public sealed record InstanceNode
{
    /// <summary>Its key.</summary>
    public string Key { get; init; } = "";

    /// <summary>job, decision, workflow, approval, wait or forEach.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Where it is.</summary>
    public NodeState State { get; init; }

    /// <summary>The pass under way, or the last one; 0 before the first.</summary>
    public int Pass { get; init; }

    /// <summary>How many passes have failed since it began, or was set back.</summary>
    public int Failures { get; init; }

    /// <summary>The run of that pass.</summary>
    public Guid? Run { get; init; }

    /// <summary>When that pass began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the node ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>While it runs: when the pass times out. While it waits: when the next pass begins, or it has waited long enough.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>What it waits for that has no run.</summary>
    public InstanceAwait? Awaits { get; init; }

    /// <summary>How far it has come, if it runs for each item of a list.</summary>
    public InstanceItems? Items { get; init; }

    /// <summary>The node whose work it undoes.</summary>
    public string? Compensates { get; init; }

    /// <summary>Why it was skipped, or is being stopped.</summary>
    public string? Reason { get; init; }

    /// <summary>What a decision has chosen.</summary>
    public string? Branch { get; init; }

    /// <summary>Its params, if they were changed for this instance.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>What its run gave.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why its last pass did not succeed.</summary>
    public RunFailure? Failure { get; init; }
}

/// <summary>Where a node is. The states from <see cref="Succeeded"/> on are ends.</summary>
public enum NodeState
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>Its run is open.</summary>
    Running,

    /// <summary>A pass has failed, and the next one has its time; or it waits for time, a signal or an approval.</summary>
    Waiting,

    /// <summary>It did what it is there for.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>It was stopped.</summary>
    Cancelled,

    /// <summary>It was not to run.</summary>
    Skipped,
}

/// <summary>What a node waits for that has no run.</summary>
/// <param name="For">time, signal or approval.</param>
/// <param name="Signal">The name of the signal.</param>
/// <param name="Prompt">What is to be approved, in words.</param>
/// <param name="Role">The least role with which it can be approved or rejected.</param>
public sealed record InstanceAwait(string For, string? Signal, string? Prompt, Role? Role);

/// <summary>How far a node has come that runs for each item of a list.</summary>
/// <param name="Count">How many items there are.</param>
/// <param name="Active">How many are under way.</param>
/// <param name="Ended">How many have ended.</param>
/// <param name="Failed">How many of those have failed.</param>
/// <param name="Failures">The first of those; they can be operated on by their keys.</param>
public sealed record InstanceItems(int Count, int Active, int Ended, int Failed, IReadOnlyList<InstanceItem> Failures);

/// <summary>An item that has failed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="State">How it ended.</param>
/// <param name="Pass">Its last pass.</param>
/// <param name="Run">The run of that pass.</param>
/// <param name="Failure">Why.</param>
public sealed record InstanceItem(string Key, NodeState State, int Pass, Guid? Run, RunFailure? Failure);

/// <summary>That what the nodes of an instance did is undone, or was.</summary>
/// <param name="End">How the instance ends then.</param>
/// <param name="Since">Since when.</param>
/// <param name="By">Who wanted it; null: its definition.</param>
public sealed record InstanceCompensation(RunState End, DateTimeOffset Since, string? By);

/// <summary>A signal that no node has taken yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="By">Who sent it.</param>
/// <param name="At">When.</param>
/// <param name="Payload">What came with it.</param>
public sealed record InstanceSignal(string Name, string By, DateTimeOffset At, JsonElement? Payload);

/// <summary>That an instance is paused.</summary>
/// <param name="By">Who paused it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Note">Why, in his words.</param>
public sealed record InstancePause(string By, DateTimeOffset Since, string? Note);

/// <summary>An event of a workflow instance.</summary>
/// <param name="Position">1, 2, … without gaps; the oldest events of a very long history are not kept.</param>
/// <param name="At">When.</param>
/// <param name="Type">What, in a word.</param>
/// <param name="Node">The key of the node to which it happened; null if it happened to the instance.</param>
/// <param name="Text">What has happened, in a sentence.</param>
/// <param name="Event">Its fields.</param>
public sealed record InstanceEvent(long Position, DateTimeOffset At, string Type, string? Node, string Text, JsonElement Event);

/// <summary>A workflow instance that was asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state after the commit.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Planned">When it shall begin.</param>
/// <param name="Wait">Why it waits, in words; null if it does not.</param>
public sealed record InstanceSubmitted(Guid Id, RunState State, string Workflow, DateTimeOffset Planned, string? Wait);

/// <summary>Which workflow instances a list shows.</summary>
/// <param name="Workflow">Of this workflow only; null: any.</param>
/// <param name="States">In one of these states only; null: any.</param>
/// <param name="From">Planned at or after; null: any.</param>
/// <param name="To">Planned before; null: any.</param>
public sealed record InstanceQuery(
    string? Workflow = null,
    IReadOnlyList<RunState>? States = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);
