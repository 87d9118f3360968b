using System.Text.Json.Nodes;
using ActorJobs.Chaos;
using ActorJobs.Chaos.Kills;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>The checker of killed workflows finds what is wrong in a history: each test breaks a right one in one place.</summary>
public class FlowCheckerTests
{
    private const string App = "app";

    private static readonly Guid s_id = Guid.NewGuid();
    private static readonly Instant s_start = Instant.FromUtc(2026, 11, 21, 12, 0);

    private readonly List<WorkflowEvent> _events = [];
    private readonly List<StoredRun> _runs = [new(App, s_id, "flow", "Api", "Failed", 0, 1, 0, 0, 1, 0)];
    private readonly List<Effect> _effects = [];
    private readonly List<long> _workerKills = [];

    /// <summary>Nodes a and b succeed, c fails in two passes, and b and a are undone.</summary>
    public FlowCheckerTests()
    {
        _events.Add(new InstanceStarted(At, "flow", 1, "{}", "{}", new Trigger(TriggerKind.Api, "ada"), s_start, null));
        Run("a");
        Run("b");
        Begin("c", 1, "Failed");
        _events.Add(new NodeWaits(At, "c", 1, NodeState.Failed, null, At));
        Begin("c", 2, "Failed");
        _events.Add(new NodeEnded(At, "c", 2, NodeState.Failed, null, null, null));
        _events.Add(new InstanceCompensating(At, RunState.Failed, null, null, []));
        Run("undoB");
        Run("undoA");
        _events.Add(new InstanceEnded(At, RunState.Failed, null, null));
    }

    private Instant At => s_start + Duration.FromMilliseconds(100 * _events.Count);

    [Fact]
    public void FlowChecker_OfARightHistory_FindsNothing() => Violations().ShouldBeEmpty();

    [Fact]
    public void FlowChecker_OfAPassThatBeginsTwice_FindsIt()
    {
        _events.Insert(2, _events[1]);
        ShouldBeFound("pass 1 of node a began twice");
    }

    [Fact]
    public void FlowChecker_OfAPassThatEndsTwice_FindsIt()
    {
        _events.Insert(3, _events[2]);
        ShouldBeFound("pass 1 of node a ended twice");
    }

    [Fact]
    public void FlowChecker_OfAnInstanceThatEndsTwice_FindsIt()
    {
        _events.Add(_events[^1]);
        ShouldBeFound("ended 2 times");
    }

    [Fact]
    public void FlowChecker_OfAnInstanceThatIsNotOver_FindsStateNodesAndRun()
    {
        _events.RemoveRange(_events.Count - 2, 2);
        _runs[0] = _runs[0] with { State = "Running" };
        ShouldBeFound(
            "is Running, and its run Running; expected Failed",
            "has node undoA Running in pass 1; expected Succeeded",
            "ended 0 times"
        );
    }

    [Fact]
    public void FlowChecker_OfAnotherResult_FindsIt()
    {
        _events[^1] = new InstanceEnded(At, RunState.Failed, """{"value":2}""", null);
        ShouldBeFound("""gave {"value":2}; expected nothing""");
    }

    [Fact]
    public void FlowChecker_OfCompensationsInTheOrderOfTheEnds_FindsThem()
    {
        var first = _events.Count - 5;
        (_events[first], _events[first + 1], _events[first + 2], _events[first + 3]) = (
            _events[first + 2],
            _events[first + 3],
            _events[first],
            _events[first + 1]
        );
        ShouldBeFound("was compensated so: undoA begins, undoA ends, undoB begins, undoB ends; expected undoB begins");
    }

    [Fact]
    public void FlowChecker_OfARunThatIsMissing_FindsItAndItsEffect()
    {
        _runs.RemoveAt(1);
        ShouldBeFound("has no run", "had an effect, and is not in the store");
    }

    [Fact]
    public void FlowChecker_OfARunThatIsOpen_FindsIt()
    {
        _runs[1] = _runs[1] with { State = "Dispatched" };
        ShouldBeFound($"of pass {s_id}/a/1, is still Dispatched");
    }

    [Fact]
    public void FlowChecker_OfASecondRunOfAPass_FindsIt()
    {
        var again = _runs[1] with { Id = Guid.NewGuid() };
        _runs.Add(again);
        _effects.Add(_effects[0] with { Run = again.Id });
        ShouldBeFound("belongs to no pass", $"pass {s_id}/a/1 has 2 runs");
    }

    [Fact]
    public void FlowChecker_OfASecondEffect_FindsItUnlessAWorkerWasKilledBetween()
    {
        var first = _effects[0];
        _effects.Add(first with { Attempt = 2, Token = first.Token + 100, Started = first.Ended + 50, Ended = first.Ended + 60 });
        _runs[1] = _runs[1] with { Attempt = 2, Token = first.Token + 100 };
        ShouldBeFound("had effects in the attempts 1 and 2, and no worker was killed between them");
        _workerKills.Add(first.Ended + 10);
        Violations().ShouldBeEmpty();
    }

    [Fact]
    public void FlowChecker_OfASecondEffectOfAnAttempt_FindsIt()
    {
        _effects.Add(_effects[0]);
        _workerKills.Add(_effects[0].Ended);
        ShouldBeFound("had two effects in attempt 1");
    }

    [Fact]
    public void FlowChecker_OfAnEndWithoutEffect_FindsIt()
    {
        _effects.RemoveAt(0);
        ShouldBeFound("which had no effect");
    }

    [Fact]
    public void ShownInstance_OfWhatFollowsFromTheJournal_DiffersInNothing() =>
        ShownInstance.Differences(new StoredJournal(App, s_id, _events).Fold(), Shown()).ShouldBeEmpty();

    [Fact]
    public void ShownInstance_OfAnOlderNode_IsFound()
    {
        var shown = Shown();
        shown["nodes"]![2]!["pass"] = 1;
        ShownInstance
            .Differences(new StoredJournal(App, s_id, _events).Fold(), shown)
            .ShouldHaveSingleItem()
            .ShouldBe($"instance {s_id}: node c, pass is 1, and by the journal 2");
    }

    private void Run(string node)
    {
        Begin(node, 1, "Succeeded");
        _events.Add(new NodeEnded(At, node, 1, NodeState.Succeeded, null, null, null));
    }

    private void Begin(string node, int pass, string state)
    {
        var (run, token) = (Guid.NewGuid(), _runs.Count);
        var began = At.ToUnixTimeMilliseconds();
        _events.Add(new NodeStarted(At, node, pass, new RunId(run), null));
        _runs.Add(new StoredRun(App, run, "step", "Node", state, 0, 1, token, 0, 1, token) { TriggerName = $"{s_id}/{node}/{pass}" });
        _effects.Add(new Effect(run, 1, token, "w1", began, began + 20));
    }

    /// <summary>As a server shows it.</summary>
    private JsonObject Shown()
    {
        var nodes = (string[])["a", "b", "c", "undoA", "undoB"];
        return new JsonObject
        {
            ["id"] = $"{s_id}",
            ["workflow"] = "flow",
            ["state"] = "Failed",
            ["startedAt"] = "2026-11-21T12:00:00.000Z",
            ["endedAt"] = "2026-11-21T12:00:01.400Z",
            ["compensating"] = new JsonObject { ["end"] = "Failed" },
            ["signals"] = new JsonArray(),
            ["context"] = new JsonObject(),
            ["nodes"] = new JsonArray([.. nodes.Select(ShownNode)]),
        };
    }

    private JsonObject ShownNode(string key)
    {
        var started = _events.OfType<NodeStarted>().Last(started => started.Node == key);
        var ended = _events.OfType<NodeEnded>().Single(ended => ended.Node == key);
        return new JsonObject
        {
            ["key"] = key,
            ["state"] = $"{ended.State}",
            ["pass"] = started.Pass,
            ["failures"] = key == "c" ? 2 : 0,
            ["run"] = $"{started.Run}",
            ["startedAt"] = $"{started.At:uuuu-MM-dd'T'HH:mm:ss.fff'Z'}",
            ["endedAt"] = $"{ended.At:uuuu-MM-dd'T'HH:mm:ss.fff'Z'}",
        };
    }

    private void ShouldBeFound(params string[] expected)
    {
        var violations = Violations();
        foreach (var part in expected)
        {
            violations.ShouldContain(violation => violation.Contains(part, StringComparison.Ordinal), string.Join('\n', violations));
        }
    }

    private IReadOnlyList<string> Violations()
    {
        var succeeded = new NodeEnd(NodeState.Succeeded, 1);
        var expected = new ExpectedFlow(App, s_id)
        {
            State = "Failed",
            Nodes = new Dictionary<string, NodeEnd>(StringComparer.Ordinal)
            {
                ["a"] = succeeded,
                ["b"] = succeeded,
                ["c"] = new(NodeState.Failed, 2),
                ["undoA"] = succeeded,
                ["undoB"] = succeeded,
            },
            Compensations = new Dictionary<string, string>(StringComparer.Ordinal) { ["undoA"] = "a", ["undoB"] = "b" },
        };
        return new FlowChecker([expected], [new StoredJournal(App, s_id, _events)], _runs, _effects, _workerKills).Violations();
    }
}
