using System.Text.Json.Serialization;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>Where a node of an instance is.</summary>
public sealed record NodeStatus
{
    /// <summary>A node that has not begun.</summary>
    public static NodeStatus Untouched { get; } = new();

    /// <summary>Where it is.</summary>
    public NodeState State { get; init; }

    /// <summary>The pass under way, or the last one: 1, 2, …; 0 before the first. A reset does not set it back.</summary>
    public int Pass { get; init; }

    /// <summary>How often it has failed since it began or was reset.</summary>
    public int Failures { get; init; }

    /// <summary>The run of that pass.</summary>
    public RunId? Run { get; init; }

    /// <summary>When that pass began.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When the node ended.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>While it runs: when the pass times out. While it waits: when the next pass begins, or it has waited long enough.</summary>
    public Instant? Due { get; init; }

    /// <summary>What it waits for, while it waits; null: for its next pass.</summary>
    public Awaited? Awaits { get; init; }

    /// <summary>The name of the signal that it waits for.</summary>
    public string? Signal { get; init; }

    /// <summary>What it asks of a person, in words.</summary>
    public string? Prompt { get; init; }

    /// <summary>How far it has come, if it runs for each item of a list.</summary>
    public FanOut? FanOut { get; init; }

    /// <summary>The sequence of the event with which it ended: tells which of two nodes ended first.</summary>
    public long EndOrder { get; init; }

    /// <summary>How the pass will have ended, once its run has been asked to stop.</summary>
    public NodeState? StopsAs { get; init; }

    /// <summary>For one that was skipped: whether its successors go on as if it had succeeded.</summary>
    public bool Passed { get; init; }

    /// <summary>For a decision: the branch that is followed.</summary>
    public string? Branch { get; init; }

    /// <summary>What its run gave, if that is kept.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string? Result { get; init; }

    /// <summary>Why its last pass did not succeed.</summary>
    public NodeFailure? Failure { get; init; }

    /// <summary>Why it was skipped, or is being stopped, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>Its params instead of those of the definition.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string? Params { get; init; }

    /// <summary>Whether it has ended.</summary>
    [JsonIgnore]
    public bool IsEnded => State >= NodeState.Succeeded;

    /// <summary>Whether it runs or waits.</summary>
    [JsonIgnore]
    public bool IsActive => State is NodeState.Running or NodeState.Waiting;

    /// <summary>Whether it has ended after work that can be undone: it has succeeded, or some of its items have.</summary>
    [JsonIgnore]
    public bool HasDoneSomething => State == NodeState.Succeeded || (HasFailed && FanOut?.Succeeded > 0);

    /// <summary>Whether its time counts while the instance is paused: all but that of the next pass does.</summary>
    [JsonIgnore]
    public bool CountsWhilePaused => State == NodeState.Running || Awaits is not null;

    /// <summary>Whether it has ended otherwise than it should.</summary>
    [JsonIgnore]
    public bool HasFailed => State is NodeState.Failed or NodeState.TimedOut or NodeState.Cancelled;
}

/// <summary>The states of a node. Those from <see cref="Succeeded"/> on are ends.</summary>
public enum NodeState
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>Its run is open.</summary>
    Running,

    /// <summary>A pass has failed, and the next one has its time; or it waits for something else, see <see cref="Awaited"/>.</summary>
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
public enum Awaited
{
    /// <summary>Time to pass.</summary>
    Time,

    /// <summary>A signal.</summary>
    Signal,

    /// <summary>A person, who approves or rejects.</summary>
    Approval,
}

/// <summary>Why something did not succeed, as much of it as an instance keeps; the run has the rest.</summary>
/// <param name="Type">The type of the exception, or a word for what happened.</param>
/// <param name="Message">In words.</param>
public sealed record NodeFailure(string Type, string Message)
{
    /// <summary>How much of a message is kept, in characters.</summary>
    public const int LongestMessage = 1000;

    /// <summary>The part of a run's failure that an instance keeps.</summary>
    public static NodeFailure? Of(Failure? failure) =>
        failure is null
            ? null
            : new NodeFailure(
                failure.Type,
                failure.Message.Length <= LongestMessage ? failure.Message : string.Concat(failure.Message.AsSpan(0, LongestMessage), "…")
            );
}
