using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>What users do to an instance.</summary>
public class WorkflowOperationTests
{
    private const string By = "ada";

    /// <summary>Each operation on a node in each of its states: whether it is done, or refused with the state.</summary>
    [Theory]
    [InlineData(NodeState.Pending, "rerun", false)]
    [InlineData(NodeState.Running, "rerun", false)]
    [InlineData(NodeState.Waiting, "rerun", false)]
    [InlineData(NodeState.Succeeded, "rerun", true)]
    [InlineData(NodeState.Failed, "rerun", true)]
    [InlineData(NodeState.TimedOut, "rerun", true)]
    [InlineData(NodeState.Cancelled, "rerun", true)]
    [InlineData(NodeState.Skipped, "rerun", false)]
    [InlineData(NodeState.Pending, "mark", true)]
    [InlineData(NodeState.Running, "mark", true)]
    [InlineData(NodeState.Waiting, "mark", true)]
    [InlineData(NodeState.Succeeded, "mark", false)]
    [InlineData(NodeState.Failed, "mark", true)]
    [InlineData(NodeState.TimedOut, "mark", true)]
    [InlineData(NodeState.Cancelled, "mark", true)]
    [InlineData(NodeState.Skipped, "mark", false)]
    [InlineData(NodeState.Pending, "skip", true)]
    [InlineData(NodeState.Running, "skip", true)]
    [InlineData(NodeState.Waiting, "skip", true)]
    [InlineData(NodeState.Succeeded, "skip", false)]
    [InlineData(NodeState.Failed, "skip", true)]
    [InlineData(NodeState.TimedOut, "skip", true)]
    [InlineData(NodeState.Cancelled, "skip", true)]
    [InlineData(NodeState.Skipped, "skip", false)]
    [InlineData(NodeState.Pending, "retry", false)]
    [InlineData(NodeState.Running, "retry", false)]
    [InlineData(NodeState.Waiting, "retry", false)]
    [InlineData(NodeState.Succeeded, "retry", false)]
    [InlineData(NodeState.Failed, "retry", true)]
    [InlineData(NodeState.TimedOut, "retry", true)]
    [InlineData(NodeState.Cancelled, "retry", true)]
    [InlineData(NodeState.Skipped, "retry", false)]
    public void Operation_OnANodeInAState_IsDoneOrRefusedWithTheState(NodeState state, string operation, bool done)
    {
        var driver = InState(state);
        driver["n"].ShouldBe(state);
        WorkflowOperation wish = operation switch
        {
            "rerun" => new RerunFromNode(By, "n", null),
            "mark" => new MarkNodeSucceeded(By, "n", "5"),
            "skip" => new SkipNode(By, "n"),
            _ => new RetryFailedNodes(By),
        };
        var events = driver.Events.Count;
        if (done)
        {
            driver.Do(wish);
            driver["n"]
                .ShouldBe(
                    operation switch
                    {
                        "mark" => NodeState.Succeeded,
                        "skip" => NodeState.Skipped,
                        _ => NodeState.Running,
                    }
                );
            driver["after"].ShouldBe(operation is "mark" or "skip" ? NodeState.Running : NodeState.Pending);
            return;
        }

        var refusal = Should.Throw<RefusalException>(() => driver.Do(wish));
        refusal.Code.ShouldBe(ErrorCodes.WorkflowStateConflict);
        refusal.Message.ShouldContain(operation == "retry" ? "no node of it has failed" : state.ToString());
        driver.Events.Count.ShouldBe(events);
    }

    /// <summary>An instance whose node n, behind which another comes, is in a state; another branch still runs.</summary>
    private static InstanceDriver InState(NodeState state)
    {
        const string retry = """ "retry": { "max": 1, "on": ["failed"] }, "timeout": "10s" """;
        var driver = new InstanceDriver(
            ReadGraph(
                $"{Job("other")}, {Job("first", "\"skipOnFailure\": true")}, {Job("n", state == NodeState.Waiting ? retry : "\"timeout\": \"10s\"")}, {Job("after")}",
                $$"""{ "from": "first", "to": "n", "when": "results.first == 1" }, {{Edge("n>after")}}"""
            )
        );
        if (state == NodeState.Pending)
        {
            return driver;
        }

        driver.End("first", result: state == NodeState.Skipped ? "2" : "1");
        switch (state)
        {
            case NodeState.Waiting or NodeState.Failed:
                driver.Fail("n");
                break;
            case NodeState.Succeeded:
                driver.End("n").End("after");
                break;
            case NodeState.Cancelled:
                driver.End("n", RunState.Cancelled);
                break;
            case NodeState.TimedOut:
                driver.Advance(10);
                driver.EndStopped("n");
                break;
        }

        return driver;
    }

    [Fact]
    public void Retry_OfAnInstanceThatHasFailed_GoesOnFromTheFailedNode()
    {
        var driver = new InstanceDriver(ReadChain("a b c", "a>b b>c"));
        driver.End("a", result: "1").Fail("b");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Do(new RetryFailedNodes(By));
        driver.Instance.State.ShouldBe(RunState.Running);
        driver.Instance.StatusOf("b").Pass.ShouldBe(2);
        driver["c"].ShouldBe(NodeState.Pending);
        driver.End("b").End("c");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
        driver.Instance.StatusOf("a").Pass.ShouldBe(1);
    }

    [Fact]
    public void Rerun_FromANode_TakesNewParamsAndRunsAllThatFollowsAgain()
    {
        var driver = new InstanceDriver(ReadChain("a b c", "a>b b>c"));
        driver.End("a").End("b").End("c");
        driver.Do(new RerunFromNode(By, "b", """{"edited":true}"""));
        driver.Open["b"].Params.ShouldBe("""{"edited":true}""");
        driver.End("b").End("c");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
        (driver.Instance.StatusOf("a").Pass, driver.Instance.StatusOf("b").Pass, driver.Instance.StatusOf("c").Pass).ShouldBe((1, 2, 2));
    }

    [Fact]
    public void Rerun_OfANodeThatAUserSkipped_RunsIt()
    {
        var driver = new InstanceDriver(ReadChain("a", ""));
        driver.Fail("a");
        driver.Do(new SkipNode(By, "a"));
        driver.Do(new RerunFromNode(By, "a", null));
        driver.Open.Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void Rerun_WhileSomethingThatFollowsRuns_IsRefusedByItsName()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.End("a");
        Should
            .Throw<RefusalException>(() => driver.Do(new RerunFromNode(By, "a", null)))
            .Message.ShouldContain("Node b, which follows, is Running");
    }

    [Fact]
    public void Mark_OfTheFailedNodeOfAnInstanceThatHasEnded_LetsItSucceed()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.Fail("a");
        driver.Do(new MarkNodeSucceeded(By, "a", "12"));
        driver.Instance.StatusOf("a").Result.ShouldBe("12");
        driver.End("b");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Mark_OfTheOnlyFailedNode_EndsTheInstanceAtOnce()
    {
        var driver = new InstanceDriver(ReadChain("a", ""));
        driver.Fail("a");
        driver.Do(new SkipNode(By, "a"));
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Mark_OfARunningNode_StopsItsRun()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.Do(new MarkNodeSucceeded(By, "a", null));
        driver.Stops.Single().Run.ShouldBe(driver.Open["a"].Run);
        driver["b"].ShouldBe(NodeState.Running);
    }

    [Fact]
    public void Pause_LetsRunningNodesEndAndBeginsNoOther_UntilResumed()
    {
        const string retry = """ "retry": { "max": 1, "backoff": { "initial": "1s", "jitter": 0 } } """;
        var driver = new InstanceDriver(ReadGraph($"{Job("a", retry)}, {Job("b")}, {Job("c")}", Edge("b>c")));
        driver.Do(new PauseInstance(By, "maintenance"));
        driver.End("b").Fail("a");
        driver.Advance(60);
        (driver["a"], driver["c"]).ShouldBe((NodeState.Waiting, NodeState.Pending));
        driver.Instance.NextDue.ShouldBeNull();
        driver.Do(new ResumeInstance(By));
        driver.Open.Keys.ShouldBe(["a", "c"], ignoreOrder: true);
    }

    [Fact]
    public void Retry_OfAnInstanceThatWasCancelledBetweenNodes_GoesOn()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.Do(new PauseInstance(By, ""));
        driver.End("a");
        driver.Do(new StopInstance("enough"));
        driver.Instance.State.ShouldBe(RunState.Cancelled);
        driver.Do(new RetryFailedNodes(By));
        driver.Open.Keys.ShouldBe(["b"]);
    }

    [Fact]
    public void Operation_WhileStopping_IsRefused()
    {
        var driver = new InstanceDriver(ReadChain("a", ""));
        driver.Do(new StopInstance("enough"));
        foreach (
            var operation in new WorkflowOperation[]
            {
                new PauseInstance(By, ""),
                new ResumeInstance(By),
                new RetryFailedNodes(By),
                new RerunFromNode(By, "a", null),
                new MarkNodeSucceeded(By, "a", null),
                new SkipNode(By, "a"),
            }
        )
        {
            Should.Throw<RefusalException>(() => driver.Do(operation)).Message.ShouldContain("Stopping");
        }
    }

    [Fact]
    public void Operation_OnANodeThatIsNot_NamesNearOnes()
    {
        var driver = new InstanceDriver(ReadChain("fetch", ""));
        var refusal = Should.Throw<RefusalException>(() => driver.Do(new SkipNode(By, "fetsh")));
        refusal.Code.ShouldBe(ErrorCodes.WorkflowNodeNotFound);
        refusal.Candidates.ShouldBe(["fetch"]);
    }
}
