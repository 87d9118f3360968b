using System.Globalization;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Runs;

namespace ActorJobs.TestKit.Workflows;

/// <summary>A node of a <see cref="KitInstance"/>.</summary>
public sealed class InstanceNode
{
    private readonly NodeStatus _status;
    private readonly Func<string> _history;

    internal InstanceNode(WorkflowNode node, NodeStatus status, IReadOnlyList<KitRun> runs, Func<string> history)
    {
        (Key, Kind) = (node.Key, node.Kind);
        (_status, _history) = (status, history);
        Runs = new RunHistory(runs, $"runs of node {Key}");
    }

    /// <summary>Its key.</summary>
    public string Key { get; }

    /// <summary>What kind of node it is.</summary>
    public NodeKind Kind { get; }

    /// <summary>Where it is.</summary>
    public NodeState State => _status.State;

    /// <summary>How many passes have begun, also before it was set back.</summary>
    public int Passes => _status.Pass;

    /// <summary>The run of each pass, in their order: its params, result, failure and times. That of a node that runs a workflow has the id of the nested
    /// instance; a node that runs for each item of a list has the runs of its items, by item.</summary>
    public RunHistory Runs { get; }

    /// <summary>The params of its last pass, JSON; empty if none has begun.</summary>
    public string Params => Runs.Count == 0 ? "" : Runs[^1].Params;

    /// <summary>What counts as its result, JSON; empty if there is none.</summary>
    public string Result => _status.Result ?? "";

    /// <summary>Why its last pass did not succeed; null if it did.</summary>
    public NodeFailure? Failure => _status.Failure;

    /// <summary>Of a decision: the branch that is followed; else empty.</summary>
    public string Branch => _status.Branch ?? "";

    /// <summary>Why it was skipped, or is being stopped, in words; else empty.</summary>
    public string Reason => _status.Reason ?? "";

    /// <summary>When its last pass began; null before, and for decisions.</summary>
    public DateTimeOffset? Started => _status.StartedAt?.ToDateTimeOffset();

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? Ended => _status.EndedAt?.ToDateTimeOffset();

    /// <summary>Expects a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ExpectationException">It is in another one.</exception>
    public InstanceNode ShouldBe(NodeState state) => Require(State == state, $"it to be {state}", $"it {this}");

    /// <summary>Expects so many passes.</summary>
    /// <param name="count">How many have begun.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ExpectationException">There are more or fewer.</exception>
    public InstanceNode ShouldHavePasses(int count) =>
        Require(Passes == count, string.Create(CultureInfo.InvariantCulture, $"{count} pass(es)"), $"{Passes}");

    /// <summary>Expects the params of its last pass.</summary>
    /// <param name="json">JSON text; how it is spaced, and the order of its fields, do not matter.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ExpectationException">It got others, or has not begun.</exception>
    public InstanceNode ShouldHaveParams(string json) => Require(JsonWords.Same(Params, json), $"the params {json}", JsonWords.Of(Params));

    /// <summary>Expects a result.</summary>
    /// <param name="json">JSON text; how it is spaced, and the order of its fields, do not matter.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ExpectationException">It has another one, or none.</exception>
    public InstanceNode ShouldHaveResult(string json) => Require(JsonWords.Same(Result, json), $"the result {json}", JsonWords.Of(Result));

    /// <summary>Expects of a decision that it follows a branch.</summary>
    /// <param name="branch">The branch's label.</param>
    /// <returns>The node.</returns>
    /// <exception cref="ExpectationException">It follows another one, or none.</exception>
    public InstanceNode ShouldFollow(string branch) =>
        Require(Branch == branch, $"to follow the branch {branch}", Branch.Length == 0 ? "none" : Branch);

    /// <summary>Its state, and why it is in it.</summary>
    public override string ToString() =>
        Failure is { } failure ? $"{State}: {failure.Type}: {failure.Message}"
        : Reason.Length > 0 ? $"{State}: {Reason}"
        : $"{State}";

    private InstanceNode Require(bool holds, string expected, string found) =>
        holds ? this : throw new ExpectationException($"Expected of node {Key} {expected}; found {found}.\n{_history()}");
}
