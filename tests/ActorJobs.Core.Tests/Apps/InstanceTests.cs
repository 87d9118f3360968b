using ActorJobs.Core.Runs;
using ActorJobs.Core.Tests.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Workflow instances in their app group: runs of nodes on workers, owners that die, users that change their minds.</summary>
public class InstanceTests
{
    private readonly AppGroupDriver _driver = new();

    public InstanceTests() => _driver.Save(Job("", name: "hello"));

    [Fact]
    public void Chain_RunsItsNodesOneAfterTheOther_AndNothingIsBetweenThem()
    {
        var worker = Worker(seconds: 1);
        Flow("a b c", "a>b b>c");
        var id = _driver.Submit("flow");
        _driver.Advance(2.5);
        Effects.ShouldBe(["a", "b", "c"]);
        _driver.Run(id).State.ShouldBe(RunState.Running);
        _driver.Advance(1);
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
        worker.Running.ShouldBeEmpty();
    }

    [Fact]
    public void Owner_ThatDiesBetweenAndWithinNodes_DoublesAndLosesNothing()
    {
        Worker(seconds: 1);
        Flow("a b c d", "a>b b>c c>d");
        var id = _driver.Submit("flow");
        for (var kill = 0; kill < 9; kill++)
        {
            _driver.Advance(0.45);
            _driver.RestartServer();
        }

        _driver.Advance(5);
        Effects.ShouldBe(["a", "b", "c", "d"]);
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void DelayedInstance_WhoseOwnerDies_BeginsOnTimeWithItsParams()
    {
        Worker(seconds: 0.1);
        _driver.Save(
            """{ "name": "flow", "params": {"n": 7}, "nodes": [ {"key": "a", "job": "hello", "params": {"n": "${trigger.params.n}"}} ], "edges": [] }"""
        );
        var id = _driver.Submit("flow", delay: 10);
        _driver.Advance(5);
        _driver.RestartServer();
        _driver.Advance(4.9);
        Effects.ShouldBeEmpty();
        _driver.Advance(0.1);
        Effects.ShouldBe(["a"]);
        _driver.Store.Params[_driver.Effects.Single().Run.Id].ShouldBe("""{"n":7}""");
        _driver.Advance(1);
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void NodeWithoutAWorker_WaitsWithItsReason_AndRunsWhenOneComes()
    {
        Flow("a", "");
        var id = _driver.Submit("flow");
        _driver.Advance(60);
        _driver.Run(id).State.ShouldBe(RunState.Running);
        _driver.Group.Describe(id, _driver.Moment)!.Value.Wait.ShouldContain("node a: run ");
        _driver.Group.Describe(id, _driver.Moment)!.Value.Wait.ShouldContain("no worker");
        Worker(seconds: 0.1);
        _driver.Advance(1);
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void NestedWorkflow_GivesItsResultToTheOuterOne_AndIsStoppedWithIt()
    {
        var worker = _driver.AddOnline("w1", 4);
        _driver.Save("""{ "name": "inner", "nodes": [ {"key": "x", "job": "hello"} ], "edges": [], "output": {"got": "${results.x}"} }""");
        _driver.Save(
            """
            { "name": "outer", "nodes": [ {"key": "sub", "kind": "workflow", "workflow": "inner"}, {"key": "after", "job": "hello"} ],
              "edges": [ {"from": "sub", "to": "after"} ], "output": "${results.sub.got}" }
            """
        );
        var first = _driver.Submit("outer");
        worker.Finish(worker.Running.Single().Run);
        _driver.Settle();
        worker.Finish(worker.Running.Single().Run);
        _driver.Settle();
        _driver.Run(first).State.ShouldBe(RunState.Succeeded);
        _driver.Store.Results[first].ShouldBe("1");

        var second = _driver.Submit("outer");
        _driver.Call((group, moment) => group.Cancel(second, "enough", moment));
        _driver.Run(second).State.ShouldBe(RunState.Stopping);
        worker.Finish(worker.Running.Single().Run, AttemptOutcome.Cancelled);
        _driver.Settle();
        _driver.Run(second).State.ShouldBe(RunState.Cancelled);
        _driver.Store.Of("inner").Select(run => run.State).ShouldBe([RunState.Succeeded, RunState.Cancelled]);
    }

    [Fact]
    public void Definition_ChangedWhileAnInstanceRuns_IsNoConcernOfIt()
    {
        Worker(seconds: 1);
        Flow("a b", "a>b");
        _driver.Submit("flow");
        _driver.Save(Definition("a c", "a>c"), create: false);
        _driver.RestartServer();
        _driver.Advance(3);
        Effects.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Schedule_WithOverlapQueue_BeginsTheNextInstanceWhenTheOneBeforeHasEnded()
    {
        Worker(seconds: 3);
        _driver.Save(
            $$"""
            { "name": "flow", "schedules": [ {{Rate("2s")}} ], "overlap": {"policy": "queue", "max": 1},
              "nodes": [ {{SomeWorkflows.Job("a")}} ], "edges": [] }
            """
        );
        _driver.Advance(7);
        _driver.Store.Of("flow").Select(run => run.State).ShouldBe([RunState.Succeeded, RunState.Running, RunState.Queued]);
        _driver.RestartServer();
        _driver.Advance(4.5);
        _driver.Store.Of("flow").Count(run => run.State == RunState.Succeeded).ShouldBe(3);
    }

    [Fact]
    public void EndedInstance_ThatIsRetried_IsOpenAgainAndEndsAnew()
    {
        var worker = _driver.AddOnline("w1", 2);
        Flow("a b", "a>b");
        var id = _driver.Submit("flow");
        worker.Finish(worker.Running.Single().Run, AttemptOutcome.Failed);
        _driver.Settle();
        _driver.Run(id).State.ShouldBe(RunState.Failed);

        _driver.Call(
            (group, moment) => group.OperateEndedInstance(_driver.Run(id), _driver.Store.Instance(id), new RetryFailedNodes("ada"), moment)
        );
        _driver.Run(id).State.ShouldBe(RunState.Running);
        _driver.RestartServer();
        _driver.Advance(1);
        worker.Finish(worker.Running.Single().Run);
        _driver.Settle();
        worker.Finish(worker.Running.Single().Run);
        _driver.Settle();
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void EndedInstance_WhoseFailedNodeIsSkipped_EndsAnewInTheSameTurn()
    {
        var worker = _driver.AddOnline();
        Flow("a", "");
        var id = _driver.Submit("flow");
        worker.Finish(worker.Running.Single().Run, AttemptOutcome.Failed);
        _driver.Settle();
        _driver.Call(
            (group, moment) => group.OperateEndedInstance(_driver.Run(id), _driver.Store.Instance(id), new SkipNode("ada", "a"), moment)
        );
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
        _driver.Store.Open.ShouldBeEmpty();
    }

    [Fact]
    public void LostWorker_GivesTheNodesRunToAnother_InTheSamePass()
    {
        _driver.StartHeartbeats();
        var first = _driver.AddOnline("w1");
        Flow("a", "");
        var id = _driver.Submit("flow");
        first.Kill();
        var second = _driver.AddOnline("w2");
        _driver.Advance(40);
        second.Finish(second.Running.Single().Run);
        _driver.Settle();
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
        _driver.Store.Instance(id).StatusOf("a").Pass.ShouldBe(1);
    }

    [Fact]
    public void Save_OfAWorkflowThatNamesWhatThereIsNot_IsRefusedWithTheField()
    {
        var refusal = Should.Throw<RefusalException>(() =>
            _driver.Save("""{ "name": "flow", "nodes": [ {"key": "a", "job": "helo"} ], "edges": [] }""")
        );
        (refusal.Code, refusal.Field).ShouldBe((ErrorCodes.UnknownJob, "nodes[0].job"));
        refusal.Candidates.ShouldBe(["hello"]);
    }

    [Fact]
    public void Save_OfAWorkflowThatRunsWithinItself_IsRefusedWithTheWay()
    {
        Flow("a", "", "inner");
        _driver.Save("""{ "name": "outer", "nodes": [ {"key": "s", "kind": "workflow", "workflow": "inner"} ], "edges": [] }""");
        var refusal = Should.Throw<RefusalException>(() =>
            _driver.Save(
                """{ "name": "inner", "nodes": [ {"key": "s", "kind": "workflow", "workflow": "outer"} ], "edges": [] }""",
                create: false
            )
        );
        refusal.Code.ShouldBe(ErrorCodes.WorkflowRecursion);
        refusal.Message.ShouldContain("inner → outer → inner");
    }

    [Fact]
    public void Delete_OfAJobThatAWorkflowNames_IsRefusedByTheWorkflowsName()
    {
        Flow("a", "");
        var refusal = Should.Throw<RefusalException>(() => _driver.Call((group, moment) => group.DeleteJob("hello", true, moment)));
        (refusal.Code, refusal.Candidates.Single()).ShouldBe((ErrorCodes.UsedByWorkflows, "flow"));
    }

    [Fact]
    public void Delete_OfAWorkflowWithItsInstances_StopsThem()
    {
        var worker = _driver.AddOnline();
        Flow("a", "");
        var id = _driver.Submit("flow");
        _driver.Call((group, moment) => group.DeleteJob("flow", true, moment));
        _driver.Run(id).State.ShouldBe(RunState.Stopping);
        worker.Finish(worker.Running.Single().Run, AttemptOutcome.Cancelled);
        _driver.Settle();
        _driver.Run(id).State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public void Cancel_OfAnInstanceThatIsSetAside_StopsTheRunsOfItsNodesAndNoOthers()
    {
        _driver.MayBeStuck = true;
        var worker = _driver.AddOnline("w1", 3);
        Flow("x y", "", "inner");
        _driver.Save(
            """
            { "name": "outer", "nodes": [ {"key": "sub", "kind": "workflow", "workflow": "inner"}, {"key": "a", "job": "hello"}, {"key": "b", "job": "hello"} ],
              "edges": [] }
            """
        );
        var other = _driver.Submit("inner");
        var broken = _driver.Submit("outer");
        _driver.Store.Journals[broken].Add("broken");
        _driver.RestartServer();
        _driver.Settle();

        _driver.Call((group, moment) => group.Cancel(broken, "it is broken", moment));
        _driver.Run(broken).State.ShouldBe(RunState.Cancelled);
        var nodes = _driver.Store.Runs.Values.Where(run => NodePass.Of(run.Trigger)?.Instance == broken).ToList();
        nodes.Count.ShouldBe(3);
        foreach (var run in nodes)
        {
            run.State.ShouldBeOneOf(RunState.Stopping, RunState.Cancelled);
            run.Stop!.Reason.ShouldBe("it is broken");
        }

        foreach (var attempt in worker.Running.Where(attempt => _driver.Run(attempt.Run).State == RunState.Stopping).ToList())
        {
            worker.Finish(attempt.Run, AttemptOutcome.Cancelled);
        }

        _driver.Settle();
        while (worker.Running.Count > 0)
        {
            worker.Finish(worker.Running.First().Run);
            _driver.Settle();
        }

        _driver.Run(other).State.ShouldBe(RunState.Succeeded);
        _driver
            .Store.Runs.Values.Where(run => run.State == RunState.Succeeded)
            .Select(run => run.JobName)
            .Order()
            .ShouldBe(["hello", "hello", "inner"]);
        _driver.Store.Open.ShouldBeEmpty();
    }

    private IEnumerable<string> Effects => _driver.Effects.Select(effect => NodePass.Of(effect.Run.Trigger)!.Value.Node);

    private FakeWorker Worker(double seconds)
    {
        var worker = _driver.AddWorker("w1", 4, "echo");
        worker.Work = _ => (Duration.FromSeconds(seconds), AttemptOutcome.Succeeded);
        worker.Dial();
        _driver.Settle();
        return worker;
    }

    private void Flow(string keys, string edges, string name = "flow") => _driver.Save(Definition(keys, edges, name));

    private static string Definition(string keys, string edges, string name = "flow") =>
        $$"""
            { "name": "{{name}}", "nodes": [ {{string.Join(", ", keys.Split(' ').Select(key => SomeWorkflows.Job(key)))}} ],
              "edges": [ {{string.Join(", ", edges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SomeWorkflows.Edge))}} ] }
            """;
}
