using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Definitions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>What a workflow instance is, as it follows from its events. Immutable: <see cref="Apply"/> gives the next one.</summary>
public sealed partial record WorkflowInstance
{
    /// <summary>Its id, which is that of the run of the workflow.</summary>
    public required RunId Id { get; init; }

    /// <summary>How many events it follows from.</summary>
    public long Sequence { get; init; }

    /// <summary>The name that its workflow had when it began.</summary>
    public string Workflow { get; init; } = "";

    /// <summary>The version of the definition that it follows.</summary>
    public long Version { get; init; }

    /// <summary>The definition that it follows, in its canonical JSON.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string Definition { get; init; } = "{}";

    /// <summary>The same, as it is read.</summary>
    [JsonIgnore]
    public WorkflowGraph Graph { get; init; } = new([], []);

    /// <summary>Its params.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string Params { get; init; } = "{}";

    /// <summary>What made it.</summary>
    public Trigger Trigger { get; init; } = new(TriggerKind.Api, "");

    /// <summary>For which instant it was made.</summary>
    public Instant Planned { get; init; }

    /// <summary><see cref="RunState.Running"/>, <see cref="RunState.Stopping"/> or an end.</summary>
    public RunState State { get; init; }

    /// <summary>When it began.</summary>
    public Instant StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>When it must have ended.</summary>
    public Instant? TimesOutAt { get; init; }

    /// <summary>Who paused it, and since when no node begins.</summary>
    public InstancePaused? Paused { get; init; }

    /// <summary>How it will have ended, and why, once it is to stop.</summary>
    public InstanceStopping? Stop { get; init; }

    /// <summary>How it will have ended, or has ended, if what its nodes did is or was undone.</summary>
    public InstanceCompensating? Compensating { get; init; }

    /// <summary>The signals that no node has taken yet, oldest first.</summary>
    public ImmutableList<SignalReceived> Signals { get; init; } = [];

    /// <summary>What it gave, once it has succeeded.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string? Result { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public NodeFailure? Failure { get; init; }

    /// <summary>The nodes, and the items of nodes, that have begun, or have ended without that, by key.</summary>
    public ImmutableSortedDictionary<string, NodeStatus> Nodes
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, NodeStatus>(StringComparer.Ordinal);

    /// <summary>Those of them that run or wait.</summary>
    public ImmutableSortedSet<string> Active
    {
        get;
        init => field = value.WithComparer(StringComparer.Ordinal);
    } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How many nodes have ended; items do not count.</summary>
    public int Ended { get; init; }

    /// <summary>What nodes have added for each other: JSON by key.</summary>
    public ImmutableSortedDictionary<string, string> Context
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Where a node is.</summary>
    public NodeStatus StatusOf(string node) => Nodes.TryGetValue(node, out var status) ? status : NodeStatus.Untouched;

    /// <summary>The keys of the items of a node, in the order of its list; none if it has none, or has not begun.</summary>
    public IEnumerable<string> ItemsOf(string node) =>
        Enumerable.Range(0, StatusOf(node).FanOut?.Items.Count ?? 0).Select(index => $"{new ItemKey(node, index)}");

    /// <summary>Those of them that have failed, or were stopped.</summary>
    public IEnumerable<string> FailedItemsOf(string node) =>
        StatusOf(node).FanOut is { Failed: > 0 } ? ItemsOf(node).Where(item => StatusOf(item).HasFailed) : [];

    /// <summary>The JSON text of an item; null if its node has no such item, or none yet.</summary>
    public string? ItemOf(ItemKey item) =>
        StatusOf(item.Node).FanOut is { Items: var items } && item.Index < items.Count ? items[item.Index] : null;

    /// <summary>The first node, in the definition's order, whose failure is the instance's; null if there is none.</summary>
    [JsonIgnore]
    public WorkflowNode? FailedNode => Graph.Nodes.FirstOrDefault(node => !node.SkipOnFailure && StatusOf(node.Key).HasFailed);

    /// <summary>When time alone will change something; null: never.</summary>
    [JsonIgnore]
    public Instant? NextDue
    {
        get
        {
            var earliest = State == RunState.Running && Compensating is null ? TimesOutAt : null;
            foreach (var key in Active)
            {
                var node = Nodes[key];
                if (node.Due < (earliest ?? Instant.MaxValue) && (Paused is null || node.CountsWhilePaused))
                {
                    earliest = node.Due;
                }
            }

            return earliest;
        }
    }

    /// <summary>How much the context holds, in characters of keys and values.</summary>
    [JsonIgnore]
    public long ContextLength => Context.Sum(static entry => (long)entry.Key.Length + entry.Value.Length);
}
