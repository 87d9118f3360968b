using System.Text.Json;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Stores;
using ActorJobs.TestKit.Runs;

namespace ActorJobs.TestKit.Workflows;

/// <summary>A workflow instance as the store holds it at one moment. What does not hold throws an <see cref="ExpectationException"/> with the
/// instance's history.</summary>
public sealed class KitInstance
{
    private readonly WorkflowInstance? _instance;
    private readonly IReadOnlyList<KitRun> _passes = [];

    /// <summary>An instance that has not begun.</summary>
    internal KitInstance(KitRun run)
    {
        Run = run;
        Steps = new StepList([], [], "steps", () => ToString());
    }

    /// <summary>An instance that has begun.</summary>
    /// <param name="run">Its run.</param>
    /// <param name="journal">All of it.</param>
    /// <param name="runs">All runs of the kit.</param>
    internal KitInstance(KitRun run, StoredInstance journal, IEnumerable<KitRun> runs)
    {
        Run = run;
        var instance = InstanceMessages.Read(journal, run.State);
        History = [.. journal.Events.Select(WorkflowJournal.ReadEvent)];
        IsPaused = instance.Paused is not null;
        Context = $"{{{string.Join(',', instance.Context.Select(field => $"{JsonSerializer.Serialize(field.Key)}:{field.Value}"))}}}";
        _instance = instance;
        _passes =
        [
            .. runs.Where(child => child.Instance == Id).OrderBy(child => ItemKey.Of(child.Node)?.Index).ThenBy(child => child.Pass),
        ];
        Nodes = [.. instance.Graph.Nodes.Select(Read)];
        Steps = new StepList(
            InstanceStep.Of(instance.Id, History),
            [.. Nodes.Select(node => node.Key)],
            $"steps of the instance of {Workflow}",
            () => ToString()
        );
    }

    /// <summary>Its run: the same id, the same state; with trigger, params, result, failure and times.</summary>
    public KitRun Run { get; }

    /// <summary>Its id.</summary>
    public string Id => Run.Id;

    /// <summary>The name of its workflow.</summary>
    public string Workflow => Run.Job;

    /// <summary>Where it is.</summary>
    public RunState State => Run.State;

    /// <summary>Whether no node begins until it is resumed.</summary>
    public bool IsPaused { get; }

    /// <summary>What its nodes have appended for each other: the JSON text of an object.</summary>
    public string Context { get; } = "{}";

    /// <summary>All that has happened to it, in its order.</summary>
    public IReadOnlyList<WorkflowEvent> History { get; } = [];

    /// <summary>How its nodes went from state to state, in the order in which that happened.</summary>
    public StepList Steps { get; }

    /// <summary>Its nodes in the definition's order; none before it has begun.</summary>
    public IReadOnlyList<InstanceNode> Nodes { get; } = [];

    /// <summary>One of its nodes, or an item of one.</summary>
    /// <param name="key">The node's key; <c>each[0]</c> is the first item of the node each.</param>
    /// <exception cref="ExpectationException">It has none of that key, or has not begun.</exception>
    public InstanceNode Node(string key) =>
        _instance?.Graph.Find(key) is { } node && (ItemKey.Of(key) is not { } item || _instance.ItemOf(item) is not null)
            ? Read(node)
            : throw Failure(
                $"a node {key}",
                Nodes.Count == 0 ? "no node, since it has not begun" : $"only {string.Join(", ", Nodes.Select(Described))}"
            );

    /// <summary>Expects a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="ExpectationException">It is in another one.</exception>
    public KitInstance ShouldBe(RunState state) => Require(State == state, $"it to be {state}", $"it {State}");

    /// <summary>Expects a result.</summary>
    /// <param name="json">JSON text; how it is spaced, and the order of its fields, do not matter.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="ExpectationException">It has another one, or none.</exception>
    public KitInstance ShouldHaveResult(string json) =>
        Require(JsonWords.Same(Run.Result, json), $"the result {json}", JsonWords.Of(Run.Result));

    /// <summary>Expects a context.</summary>
    /// <param name="json">The JSON text of an object; how it is spaced, and the order of its fields, do not matter.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="ExpectationException">It has another one.</exception>
    public KitInstance ShouldHaveContext(string json) =>
        Require(JsonWords.Same(Context, json), $"the context {json}", JsonWords.Of(Context));

    /// <summary>Its history, a line each event; then its nodes' runs that are open.</summary>
    public override string ToString() => InstanceText.Of(this);

    private InstanceNode Read(WorkflowNode node) =>
        new(
            node,
            _instance!.StatusOf(node.Key),
            [.. _passes.Where(child => child.Node == node.Key || ItemKey.NodeOf(child.Node) == node.Key)],
            () => ToString()
        );

    private string Described(InstanceNode node) =>
        _instance!.StatusOf(node.Key).FanOut is { Items.Count: var count } ? $"{node.Key} with {count} item(s)" : node.Key;

    private KitInstance Require(bool holds, string expected, string found) => holds ? this : throw Failure(expected, found);

    private ExpectationException Failure(string expected, string found) =>
        new($"Expected of the instance of {Workflow} {expected}; found {found}.\n{this}");
}
