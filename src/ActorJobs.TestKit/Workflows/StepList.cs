using System.Collections;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.TestKit.Runs;

namespace ActorJobs.TestKit.Workflows;

/// <summary>How the nodes of an instance went from state to state, in the order in which that happened: a node that runs is <see cref="NodeState.Running"/>, then in the
/// state in which it ended; decisions, and nodes that are skipped, end without that. Narrow it down, then say what must hold; what does not hold throws an
/// <see cref="ExpectationException"/> with the instance's history.</summary>
public sealed class StepList : IReadOnlyList<InstanceStep>
{
    private readonly IReadOnlyList<InstanceStep> _steps;
    private readonly IReadOnlyList<string> _nodes;
    private readonly string _description;
    private readonly Func<string> _history;

    internal StepList(IReadOnlyList<InstanceStep> steps, IReadOnlyList<string> nodes, string description, Func<string> history) =>
        (_steps, _nodes, _description, _history) = (steps, nodes, description, history);

    /// <inheritdoc/>
    public int Count => _steps.Count;

    /// <inheritdoc/>
    public InstanceStep this[int index] => _steps[index];

    /// <summary>Those of some nodes.</summary>
    /// <param name="nodes">One key or more; <c>each[0]</c> is the first item of the node each.</param>
    /// <exception cref="ArgumentException">The workflow has no such node.</exception>
    public StepList Of(params string[] nodes)
    {
        if (nodes.FirstOrDefault(node => !_nodes.Contains(ItemKey.NodeOf(node), StringComparer.Ordinal)) is { } unknown)
        {
            throw new ArgumentException($"The instance has no node {unknown}.{NearMatches.Hint(unknown, _nodes)}", nameof(nodes));
        }

        return Narrow(step => nodes.Contains(step.Node, StringComparer.Ordinal), $"of {string.Join(" and ", nodes)}");
    }

    /// <summary>Those into one of some states.</summary>
    /// <param name="states">One or more; <see cref="NodeState.Running"/>: the beginnings of passes.</param>
    public StepList In(params NodeState[] states) => Narrow(step => states.Contains(step.State), $"to {string.Join(" or ", states)}");

    /// <summary>Expects these steps in this order, and no others.</summary>
    /// <param name="steps">Nodes and the states that they came into.</param>
    /// <returns>These steps.</returns>
    /// <exception cref="ExpectationException">There are others, or in another order.</exception>
    public StepList ShouldBe(params (string Node, NodeState State)[] steps) =>
        Require(_steps.Select(Plain).SequenceEqual(steps), $"the {_description} to be {Listed(steps)}");

    /// <summary>Expects these steps in this order; others may be before, between and behind them.</summary>
    /// <param name="steps">Nodes and the states that they came into.</param>
    /// <returns>These steps.</returns>
    /// <exception cref="ExpectationException">One of them is missing, or they came in another order.</exception>
    public StepList ShouldContain(params (string Node, NodeState State)[] steps)
    {
        var found = 0;
        foreach (var step in _steps)
        {
            found += found < steps.Length && Plain(step) == steps[found] ? 1 : 0;
        }

        return Require(
            found == steps.Length,
            found == steps.Length
                ? ""
                : $"among the {_description} {Listed(steps)} in this order, but {Listed([steps[found]])} is not where it should be"
        );
    }

    /// <summary>Expects the steps of these nodes in this order, and no others. With <see cref="In"/> it tells in which order nodes begin, or end.</summary>
    /// <param name="nodes">Keys; a node with several steps is named as often.</param>
    /// <returns>These steps.</returns>
    /// <exception cref="ExpectationException">There are others, or in another order.</exception>
    public StepList ShouldBeOf(params string[] nodes) =>
        Require(
            _steps.Select(step => step.Node).SequenceEqual(nodes, StringComparer.Ordinal),
            $"the {_description} to be of {(nodes.Length == 0 ? "no node" : string.Join(", ", nodes))}"
        );

    /// <summary>Expects steps at these instants, and at no others.</summary>
    /// <param name="instants">As RFC 3339 text, in order; with any offset.</param>
    /// <returns>These steps.</returns>
    /// <exception cref="ExpectationException">They were at others.</exception>
    public StepList ShouldBeAt(params string[] instants)
    {
        var expected = instants.Select(Instants.Parse).ToList();
        return Require(
            _steps.Select(step => step.At).SequenceEqual(expected),
            $"the {_description} at {string.Join(", ", expected.Select(RunText.Of))}"
        );
    }

    /// <summary>Expects so much time between a step and a later one.</summary>
    /// <param name="span">How much.</param>
    /// <param name="from">The first step of this kind counts.</param>
    /// <param name="to">The first step of this kind after that counts.</param>
    /// <param name="tolerance">By how much it may be less or more, such as the jitter of a backoff.</param>
    /// <returns>These steps.</returns>
    /// <exception cref="ExpectationException">There was more or less, or one of the steps is missing.</exception>
    public StepList ShouldTake(
        TimeSpan span,
        (string Node, NodeState State) from,
        (string Node, NodeState State) to,
        TimeSpan tolerance = default
    )
    {
        ShouldContain(from, to);
        var first = _steps.First(step => Plain(step) == from);
        var last = _steps.SkipWhile(step => step != first).Skip(1).First(step => Plain(step) == to);
        var taken = last.At - first.At;
        var give = tolerance == TimeSpan.Zero ? "" : $", give or take {tolerance}";
        return Require((taken - span).Duration() <= tolerance, $"{span} from {Listed([from])} to {Listed([to])}{give}", $"{taken}");
    }

    /// <inheritdoc/>
    public IEnumerator<InstanceStep> GetEnumerator() => _steps.GetEnumerator();

    /// <summary>All of them, in one line.</summary>
    public override string ToString() => Listed([.. _steps.Select(Plain)]);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static (string Node, NodeState State) Plain(InstanceStep step) => (step.Node, step.State);

    private static string Listed((string Node, NodeState State)[] steps) =>
        steps.Length == 0 ? "none" : string.Join(", ", steps.Select(step => $"{step.Node} {step.State}"));

    private StepList Narrow(Func<InstanceStep, bool> condition, string description) =>
        new([.. _steps.Where(condition)], _nodes, $"{_description} {description}", _history);

    private StepList Require(bool holds, string expected, string? found = null) =>
        holds ? this : throw new ExpectationException($"Expected {expected}; found {found ?? ToString()}.\n{_history()}");
}
