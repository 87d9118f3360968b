using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>What an instance and those that are nested in it have to do with each other.</summary>
public class NestedInstanceTests
{
    private readonly AppGroupDriver _driver = new();

    public NestedInstanceTests() => _driver.Save(SomeApps.Job("", name: "hello"));

    [Fact]
    public void Skip_OfANestedWorkflowWithAnApproval_NeedsItsRole()
    {
        _driver.Save("""{ "name": "inner", "nodes": [ {"key": "ok", "kind": "approval", "role": "admin"} ] }""");
        _driver.Save("""{ "name": "middle", "nodes": [ {"key": "each", "kind": "forEach", "items": [1, 2], "workflow": "inner"} ] }""");
        _driver.Save("""{ "name": "outer", "nodes": [ {"key": "sub", "kind": "workflow", "workflow": "middle"} ] }""");
        var instance = _driver.Submit("outer");

        foreach (var operation in new WorkflowOperation[] { new SkipNode("ada", "sub"), new MarkNodeSucceeded("ada", "sub", null) })
        {
            var refusal = Should.Throw<RefusalException>(() => Operate(instance, operation with { Role = Role.Developer }));
            refusal.Code.ShouldBe(ErrorCodes.RoleTooLow);
            refusal.Message.ShouldStartWith(
                "Node sub runs workflow middle, in which somebody with the role admin or a higher one approves"
            );
        }

        Operate(instance, new SkipNode("ada", "sub") { Role = Role.Admin });
        _driver.Run(instance).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Skip_OfWhatFollowsANestedWorkflowWithAnApproval_NeedsItsRole()
    {
        _driver.Save("""{ "name": "inner", "nodes": [ {"key": "ok", "kind": "approval", "role": "admin"} ] }""");
        _driver.Save(
            """
            { "name": "outer", "edges": [ {"from": "sub", "to": "prepare"}, {"from": "prepare", "to": "deploy"} ],
              "nodes": [ {"key": "sub", "kind": "workflow", "workflow": "inner"}, {"key": "prepare", "job": "hello"}, {"key": "deploy", "job": "hello"} ] }
            """
        );
        var instance = _driver.Submit("outer");

        var refusal = Should.Throw<RefusalException>(() => Operate(instance, new SkipNode("ada", "prepare") { Role = Role.Developer }));

        refusal.Code.ShouldBe(ErrorCodes.RoleTooLow);
        _driver.Store.Instance(instance).StatusOf("deploy").State.ShouldBe(NodeState.Pending);
        Operate(instance, new SkipNode("ada", "prepare") { Role = Role.Admin });
        _driver.Store.Instance(instance).StatusOf("deploy").State.ShouldBe(NodeState.Running);
    }

    [Fact]
    public void Cancel_OfTheOuterInstance_LetsTheInnerOneUndoWhatItDid()
    {
        var worker = _driver.AddOnline("w1", 4);
        _driver.Save(
            """
            { "name": "inner", "compensateOn": ["failed"], "edges": [ {"from": "charge", "to": "ship"} ],
              "nodes": [ {"key": "charge", "job": "hello"}, {"key": "ship", "job": "hello"}, {"key": "refund", "job": "hello", "compensates": "charge"} ] }
            """
        );
        _driver.Save("""{ "name": "outer", "nodes": [ {"key": "sub", "kind": "workflow", "workflow": "inner"} ] }""");
        var outer = _driver.Submit("outer");
        Finish(worker);
        Finish(worker, AttemptOutcome.Failed);
        var inner = _driver.Store.Of("inner").Single().Id;
        _driver.Store.Instance(inner).StatusOf("refund").State.ShouldBe(NodeState.Running);

        _driver.Call((group, moment) => group.Cancel(outer, "enough", moment));
        _driver.Store.Instance(inner).StatusOf("refund").StopsAs.ShouldBeNull();
        Finish(worker);

        (_driver.Run(inner).State, _driver.Run(outer).State).ShouldBe((RunState.Failed, RunState.Cancelled));
        _driver.Store.Instance(inner).StatusOf("refund").State.ShouldBe(NodeState.Succeeded);
    }

    private void Operate(RunId instance, WorkflowOperation operation) =>
        _driver.Call((group, moment) => group.OperateInstance(instance, operation, moment));

    private void Finish(FakeWorker worker, AttemptOutcome outcome = AttemptOutcome.Succeeded)
    {
        worker.Finish(worker.Running.Single().Run, outcome);
        _driver.Settle();
    }
}
