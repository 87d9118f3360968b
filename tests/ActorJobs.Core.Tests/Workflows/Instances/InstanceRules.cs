using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>
/// What must be so in the history of an instance that has ended: each pass has begun once, and after the end of all predecessors; a node ends once; no item is open
/// when its node ends; what compensates runs alone, in the reverse order in which the others ended; nothing begins after the end.
/// </summary>
internal sealed class InstanceRules
{
    private readonly WorkflowGraph _graph;
    private readonly HashSet<string> _ended = [];
    private readonly HashSet<string> _begun = [];
    private readonly Dictionary<string, int> _running = [];
    private readonly HashSet<(string, int)> _passes = [];
    private readonly Dictionary<string, int> _succeeded = [];
    private bool _isOpen;
    private bool _isCompensating;

    private InstanceRules(WorkflowGraph graph) => _graph = graph;

    public static void Check(InstanceDriver driver)
    {
        var rules = new InstanceRules(driver.Instance.Graph);
        foreach (var (index, happened) in driver.Events.Index())
        {
            rules.Look(happened, index);
        }

        driver.Instance.Active.ShouldBeEmpty();
        CheckItems(driver.Instance);
    }

    private void Look(WorkflowEvent happened, int index)
    {
        switch (happened)
        {
            case InstanceStarted:
                _isOpen = true;
                break;
            case NodeStarted started:
                Begin(started.Node, started.Pass);
                break;
            case NodeAwaits awaits:
                Begin(awaits.Node, awaits.Pass);
                break;
            case NodeFannedOut fannedOut:
                Begin(fannedOut.Node, fannedOut.Pass);
                break;
            case NodeWaits waits:
                _running.Remove(waits.Node, out var failed).ShouldBeTrue();
                failed.ShouldBe(waits.Pass);
                break;
            case NodeEnded end:
                End(end.Node, end.State == NodeState.Succeeded || HasSomeResult(end), index);
                break;
            case NodeDecided decided:
                End(decided.Node, true, index);
                break;
            case ApprovalGiven given:
                End(given.Node, given.Approved, index);
                break;
            case NodeSignalled signalled:
                End(signalled.Node, true, index);
                break;
            case NodeSkipped skipped:
                End(skipped.Node, false, index);
                break;
            case NodeMarked marked:
                End(marked.Node, true, index);
                break;
            case NodesReset reset:
                Reset(reset.Nodes);
                ResetItems(reset.Items ?? []);
                (_isOpen, _isCompensating) = (true, false);
                break;
            case InstanceCompensating compensating:
                _running.ShouldBeEmpty();
                Reset(compensating.Nodes);
                ResetItems(compensating.Items ?? []);
                (_isOpen, _isCompensating) = (true, true);
                break;
            case InstanceEnded:
                _isOpen.ShouldBeTrue("an instance that is open ends once");
                _isOpen = false;
                _running.ShouldBeEmpty();
                break;
        }
    }

    private void Begin(string key, int pass)
    {
        _isOpen.ShouldBeTrue();
        _passes.Add((key, pass)).ShouldBeTrue("a pass begins once");
        if (ItemKey.Of(key) is { } item)
        {
            _running.ShouldContainKey(item.Node, "an item begins while its node runs");
        }
        else if (_graph.Find(key)!.Compensates is { } compensated)
        {
            BeginCompensation(key, compensated);
        }
        else
        {
            _isCompensating.ShouldBeFalse();
            _graph.Incoming(key).All(edge => _ended.Contains(edge.From)).ShouldBeTrue($"the predecessors of {key} have ended");
        }

        _running.TryAdd(key, pass).ShouldBeTrue("one pass of a node at a time");
        _ended.Contains(key).ShouldBeFalse();
    }

    private void BeginCompensation(string key, string compensated)
    {
        _isCompensating.ShouldBeTrue();
        _running.ShouldBeEmpty("nothing else runs");
        if (!_begun.Add(key))
        {
            return;
        }

        _succeeded.ShouldContainKey(compensated);
        foreach (var (node, end) in _succeeded)
        {
            if (
                node != compensated
                && _graph.CompensationOf(node) is { } other
                && !_begun.Contains(other.Key)
                && !_ended.Contains(other.Key)
            )
            {
                end.ShouldBeLessThan(_succeeded[compensated], $"{compensated} ended after {node}");
            }
        }
    }

    private void End(string key, bool succeeded, int index)
    {
        _running.Remove(key);
        _running.Keys.ShouldNotContain(open => open.StartsWith($"{key}[", StringComparison.Ordinal), "no item is open");
        _ended.Add(key).ShouldBeTrue($"node {key} ends once");
        if (succeeded)
        {
            _succeeded[key] = index;
        }
    }

    /// <summary>Of a node with items: whether one at least has succeeded.</summary>
    private bool HasSomeResult(NodeEnded end) => _succeeded.Keys.Any(key => key.StartsWith($"{end.Node}[", StringComparison.Ordinal));

    private void Reset(IReadOnlyList<string> nodes)
    {
        foreach (var node in nodes)
        {
            _ended.RemoveWhere(key => key == node || key.StartsWith($"{node}[", StringComparison.Ordinal));
            _begun.Remove(node);
            _succeeded.Remove(node);
        }
    }

    private void ResetItems(IReadOnlyList<string> items)
    {
        foreach (var item in items)
        {
            var node = ItemKey.NodeOf(item);
            _ended.Remove(item);
            _succeeded.Remove(item);
            _succeeded.Remove(node);
            if (_ended.Remove(node))
            {
                _running.Add(node, 0);
            }
        }
    }

    private static void CheckItems(WorkflowInstance instance)
    {
        foreach (var (key, status) in instance.Nodes)
        {
            if (status.FanOut is not { } fanOut)
            {
                continue;
            }

            var items = Enumerable.Range(0, fanOut.Items.Count).Select(index => instance.StatusOf($"{new ItemKey(key, index)}")).ToList();
            fanOut.ShouldBe(
                new FanOut(
                    fanOut.Items,
                    fanOut.Next,
                    items.Count(item => item.IsActive),
                    items.Count(item => item.IsEnded),
                    items.Count(item => item.State == NodeState.Succeeded),
                    items.Count(item => item.HasFailed),
                    items.Sum(item => (long)(item.Result?.Length ?? 0))
                )
            );
            items.Take(fanOut.Next).ShouldNotContain(item => item.State == NodeState.Pending);
        }
    }
}
