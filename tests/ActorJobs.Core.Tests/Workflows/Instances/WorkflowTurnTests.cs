using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>From the end of a node to what follows it.</summary>
public class WorkflowTurnTests
{
    [Fact]
    public void Chain_WhoseNodesSucceed_SucceedsAfterTheLast()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.Open.Keys.ShouldBe(["a"]);
        driver.End("a");
        driver.Open.Keys.ShouldBe(["b"]);
        driver.End("b");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
        driver
            .Events.Select(happened => happened.GetType().Name)
            .ShouldBe([
                nameof(InstanceStarted),
                nameof(NodeStarted),
                nameof(NodeEnded),
                nameof(NodeStarted),
                nameof(NodeEnded),
                nameof(InstanceEnded),
            ]);
    }

    [Fact]
    public void Join_WhileAPredecessorRuns_Waits()
    {
        var driver = new InstanceDriver(ReadChain("a b c", "a>c b>c"));
        driver.Open.Keys.ShouldBe(["a", "b"], ignoreOrder: true);
        driver.End("b");
        driver["c"].ShouldBe(NodeState.Pending);
        driver.End("a");
        driver.Open.Keys.ShouldBe(["c"]);
    }

    [Fact]
    public void Failure_SkipsWhatFollows_AndFailsTheInstanceOnceTheOthersHaveEnded()
    {
        var driver = new InstanceDriver(ReadChain("a b c d", "a>b b>c"));
        driver.Fail("a");
        (driver["b"], driver["c"]).ShouldBe((NodeState.Skipped, NodeState.Skipped));
        driver.Instance.State.ShouldBe(RunState.Running);
        driver.End("d");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Instance.Failure!.Message.ShouldBe("Node a ended as Failed: Broken: a broke");
    }

    [Fact]
    public void Failure_OfAWorkflowThatCancels_StopsTheOthersAndLetsCleanUpRun()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $$"""{{Job("a")}}, {{Job("b")}}, {{Job("c")}}, {{Job("tidy", "\"runWhen\": \"always\"")}}""",
                $"{Edge("b>c")}, {Edge("c>tidy")}, {Edge("a>tidy")}",
                "\"onFailure\": \"cancel\""
            )
        );
        driver.Fail("a");
        driver.EndStopped("b");
        driver["c"].ShouldBe(NodeState.Skipped);
        driver.Open.Keys.ShouldBe(["tidy"]);
        driver.End("tidy");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Instance.Failure!.Message.ShouldStartWith("Node a ended as Failed");
    }

    [Theory]
    [InlineData("allSucceeded", RunState.Succeeded, true)]
    [InlineData("allSucceeded", RunState.Failed, false)]
    [InlineData("anyFailed", RunState.Succeeded, false)]
    [InlineData("anyFailed", RunState.Failed, true)]
    [InlineData("anyFailed", RunState.TimedOut, true)]
    [InlineData("allEnded", RunState.Failed, true)]
    [InlineData("always", RunState.Cancelled, true)]
    public void RunWhen_AfterOneEnd_LetsTheNodeBeginOrSkipsIt(string runWhen, RunState end, bool begins)
    {
        var driver = new InstanceDriver(ReadGraph($"{Job("a")}, {Job("b", $"\"runWhen\": \"{runWhen}\"")}", Edge("a>b")));
        driver.End("a", end);
        driver["b"].ShouldBe(begins ? NodeState.Running : NodeState.Skipped);
    }

    [Fact]
    public void Decision_FollowsTheFirstBranchThatHolds_AndSkipsTheOthers()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $$"""
                {{Job(
                    "fetch"
                )}}, { "key": "size", "kind": "decision", "branches": [ { "label": "large", "when": "results.fetch.total > 100" } ], "default": "small" },
                {{Job("big")}}, {{Job("little")}}, {{Job("end")}}
                """,
                $$"""
                {{Edge(
                    "fetch>size"
                )}}, { "from": "size", "to": "big", "branch": "large" }, { "from": "size", "to": "little", "branch": "small" },
                {{Edge("big>end")}}, {{Edge("little>end")}}
                """
            )
        );
        driver.End("fetch", result: """{"total": 101}""");
        driver.Instance.StatusOf("size").Branch.ShouldBe("large");
        driver["little"].ShouldBe(NodeState.Skipped);
        driver.End("big");
        driver.End("end");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Theory]
    [InlineData(101, NodeState.Running)]
    [InlineData(501, NodeState.Skipped)]
    public void Edge_WithABranchAndACondition_IsFollowedOnlyIfBothHold(int total, NodeState expected)
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $$"""
                {{Job("a")}}, {{Job("b")}}, {{Job("c")}},
                { "key": "d", "kind": "decision", "branches": [ { "label": "x", "when": "results.a.total > 100" } ], "default": "y" }
                """,
                $$"""
                {{Edge("a>d")}}, { "from": "d", "to": "b", "branch": "x", "when": "results.a.total < 500" },
                { "from": "d", "to": "c", "branch": "y" }
                """
            )
        );

        driver.End("a", result: $$"""{"total": {{total}}}""");

        driver["b"].ShouldBe(expected);
    }

    [Fact]
    public void Decision_WhoseConditionFails_FailsWithThePositionOfTheError()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $$"""{{Job("a")}}, { "key": "d", "kind": "decision", "branches": [ { "label": "x", "when": "results.a.b.c > 1" } ] }, {{Job("b")}}""",
                $$"""{{Edge("a>d")}}, { "from": "d", "to": "b", "branch": "x" }"""
            )
        );
        driver.End("a");
        driver["d"].ShouldBe(NodeState.Failed);
        driver.Instance.StatusOf("d").Failure!.Type.ShouldBe("ExpressionError");
        driver["b"].ShouldBe(NodeState.Skipped);
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Params_WithTemplates_AreMadeOfTriggerContextAndResults()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $$"""{{Job("a")}}, {{Job("b", """ "params": { "order": "${trigger.params.order}", "of": "${context.customer}", "note": "got ${results.a.n}" } """)}}""",
                Edge("a>b"),
                """ "output": { "n": "${results.a.n}" } """
            ),
            """{"order": 7}"""
        );
        driver.End("a", result: """{"n": 12}""", append: """{"customer": "Ada"}""");
        driver.Open["b"].Params.ShouldBe("""{"order":7,"of":"Ada","note":"got 12"}""");
        driver.End("b");
        driver.Instance.Result.ShouldBe("""{"n":12}""");
    }

    [Fact]
    public void Context_ThatWouldBeTooLarge_FailsTheNodeAndKeepsWhatWasThere()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.End("a", append: """{"kept": 1}""");
        driver.End("b", append: $$"""{"more": "{{new string('x', WorkflowTurn.MostContext)}}"}""");
        driver.Instance.StatusOf("b").Failure!.Type.ShouldBe("ContextTooLarge");
        driver.Instance.Context.Keys.ShouldBe(["kept"]);
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Append_ThatIsNoObject_FailsTheNode()
    {
        var driver = new InstanceDriver(ReadChain("a", ""));
        driver.End("a", append: "[1");
        driver.Instance.StatusOf("a").Failure!.Type.ShouldBe("InvalidAppend");
    }

    [Fact]
    public void Retry_WaitsLongerEachTime_AndGivesUpAfterTheLast()
    {
        const string retry = """ "retry": { "max": 2, "backoff": { "initial": "2s", "factor": 3, "jitter": 0 } } """;
        var driver = new InstanceDriver(ReadGraph(Job("a", retry)));
        foreach (var pause in new[] { 2, 6 })
        {
            driver.Fail("a");
            driver["a"].ShouldBe(NodeState.Waiting);
            driver.Advance(pause - 0.001);
            driver["a"].ShouldBe(NodeState.Waiting);
            driver.Advance(0.001);
            driver["a"].ShouldBe(NodeState.Running);
        }

        driver.Instance.StatusOf("a").Pass.ShouldBe(3);
        driver.Fail("a");
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Timeout_OfANode_StopsItsRunAndIsTheEndOfThePass()
    {
        var driver = new InstanceDriver(ReadGraph(Job("a", """ "timeout": "10s" """)));
        driver.Advance(10);
        driver["a"].ShouldBe(NodeState.Running);
        driver.EndStopped("a");
        driver["a"].ShouldBe(NodeState.TimedOut);
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Timeout_OfTheWhole_StopsWhatRunsAndBeginsNothing()
    {
        var driver = new InstanceDriver(ReadGraph($"{Job("a")}, {Job("b")}", Edge("a>b"), """ "timeout": "1m" """));
        driver.Advance(60);
        driver.Instance.State.ShouldBe(RunState.Stopping);
        driver.EndStopped("a");
        driver.Instance.State.ShouldBe(RunState.TimedOut);
        driver["b"].ShouldBe(NodeState.Pending);
    }

    [Fact]
    public void Stop_EndsTheInstanceOnceItsRunsHaveEnded_HoweverTheyDo()
    {
        var driver = new InstanceDriver(ReadChain("a b c", "a>c"));
        driver.Do(new StopInstance("enough"));
        driver.End("b");
        driver.Instance.State.ShouldBe(RunState.Stopping);
        driver.EndStopped("a");
        driver.Instance.State.ShouldBe(RunState.Cancelled);
        driver.Open.ShouldBeEmpty();
    }

    [Fact]
    public void Node_SwitchedOff_LetsItsSuccessorsGoOn()
    {
        var driver = new InstanceDriver(ReadGraph($"{Job("a", "\"enabled\": false")}, {Job("b")}", Edge("a>b")));
        driver["a"].ShouldBe(NodeState.Skipped);
        driver.Open.Keys.ShouldBe(["b"]);
    }

    [Fact]
    public void Failure_ThatIsPassedOver_LetsTheSuccessorsGoOnAndTheInstanceSucceed()
    {
        var driver = new InstanceDriver(ReadGraph($"{Job("a", "\"skipOnFailure\": true")}, {Job("b")}", Edge("a>b")));
        driver.Fail("a");
        driver.End("b");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Edge_WhoseConditionDoesNotHold_IsNotFollowed()
    {
        var driver = new InstanceDriver(ReadGraph($"{Job("a")}, {Job("b")}", """{ "from": "a", "to": "b", "when": "results.a.go" }"""));
        driver.End("a", result: """{"go": false}""");
        driver["b"].ShouldBe(NodeState.Skipped);
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void LateEnd_OfAPassThatCountsNoMore_ChangesNothing()
    {
        var driver = new InstanceDriver(ReadChain("a b", "a>b"));
        driver.Do(new MarkNodeSucceeded("ada", "a", "1"));
        var events = driver.Events.Count;
        driver.Do(new EndPass("a", 1, RunState.Failed, null, null, null));
        driver.Events.Count.ShouldBe(events);
        driver["b"].ShouldBe(NodeState.Running);
    }
}
