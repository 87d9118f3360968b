using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Nodes that run for each item of a list.</summary>
public class ItemTests
{
    private const string By = "ada";

    [Fact]
    public void Items_AsManyAsMayBeUnderWay_AndResultsInTheirOrder()
    {
        var driver = FanOut("[\"a\", \"b\", \"c\"]", "\"concurrency\": 2");
        driver.Open.Keys.ShouldBe(["each[0]", "each[1]"], ignoreOrder: true);
        driver.End("each[1]", result: "\"B\"");
        driver.Open.Keys.ShouldBe(["each[0]", "each[2]"], ignoreOrder: true);
        driver.End("each[2]", result: "\"C\"").End("each[0]", result: "\"A\"");
        driver.Instance.StatusOf("each").Result.ShouldBe("""["A","B","C"]""");
        driver.Open["after"].Params.ShouldBe("""{"all":["A","B","C"]}""");
    }

    [Fact]
    public void Items_HaveParamsOfTheirOwn_OrAreThem()
    {
        var driver = FanOut("[{\"id\":7},{\"id\":8}]");
        (driver.Open["each[0]"].Params, driver.Open["each[1]"].Params).ShouldBe(("""{"id":7}""", """{"id":8}"""));
        driver = FanOut(
            "[{\"id\":7},{\"id\":8}]",
            """ "params": { "id": "${item.id}", "place": "${index + 1} of ${trigger.params.n}" } """
        );
        (driver.Open["each[0]"].Params, driver.Open["each[1]"].Params).ShouldBe(
            ("""{"id":7,"place":"1 of 3"}""", """{"id":8,"place":"2 of 3"}""")
        );
    }

    [Fact]
    public void Items_OfAnEmptyList_AreDoneAtOnce()
    {
        var driver = FanOut("[]");
        driver.Instance.StatusOf("each").Result.ShouldBe("[]");
        driver.Open.Keys.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData("\"${trigger.params}\"", "Its items are no list; expected one such as [1, 2, 3].")]
    [InlineData("\"${trigger.params.n / 0}\"", "In '' at position")]
    public void Items_ThatAreNoList_FailTheNode(string items, string message)
    {
        var driver = FanOut(items);
        driver["each"].ShouldBe(NodeState.Failed);
        driver.Instance.StatusOf("each").Failure!.Message.ShouldStartWith(message.Replace("In '' at", "At", StringComparison.Ordinal));
    }

    [Fact]
    public void Items_MoreThanANodeRunsFor_FailTheNode()
    {
        var items = $"[{string.Join(',', Enumerable.Range(0, 10_001))}]";
        var driver = new InstanceDriver(ReadGraph(Each("\"${trigger.params}\"", "\"concurrency\": 1")), items);
        driver.Instance.StatusOf("each").Failure!.Message.ShouldBe("It has 10001 items; expected 10000 at most.");
    }

    [Fact]
    public void Failure_OfAnItem_StopsTheOthersAndFailsTheNode()
    {
        var driver = FanOut("[1,2,3,4]", "\"concurrency\": 2");
        driver.Fail("each[0]");
        driver["each"].ShouldBe(NodeState.Running);
        driver.EndStopped("each[1]");
        (driver["each"], driver["each[2]"], driver["after"]).ShouldBe((NodeState.Failed, NodeState.Pending, NodeState.Skipped));
        driver
            .Instance.StatusOf("each")
            .Failure!.ShouldBe(
                new NodeFailure("ItemsFailed", "item each[0] ended as Failed: Broken: each[0] broke. 1 of 4 items failed, and 0 may")
            );
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Failure_OfItemsThatIsTolerated_LeavesNullInTheirPlaces()
    {
        var driver = FanOut("[1,2,3]", "\"toleratedFailures\": 1");
        driver.Fail("each[1]").End("each[0]", result: "10").End("each[2]", result: "30");
        driver.Instance.StatusOf("each").Result.ShouldBe("[10,null,30]");
        driver.End("after");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Retry_OfItems_IsTheirOwn()
    {
        var driver = FanOut("[1,2]", """ "retry": { "max": 1, "backoff": { "kind": "fixed", "initial": "10s", "jitter": 0 } } """);
        driver.Fail("each[0]");
        driver["each[0]"].ShouldBe(NodeState.Waiting);
        driver.Advance(10);
        driver.Open["each[0]"].Pass.ShouldBe(2);
        driver.End("each[0]").End("each[1]");
        driver["each"].ShouldBe(NodeState.Succeeded);
    }

    [Fact]
    public void Timeout_OfItems_IsTheirOwn()
    {
        var driver = FanOut("[1,2]", "\"timeout\": \"10s\", \"toleratedFailures\": 1, \"concurrency\": 1");
        driver.Advance(10);
        driver.EndStopped("each[0]");
        driver["each[0]"].ShouldBe(NodeState.TimedOut);
        driver.End("each[1]", result: "2");
        driver.Instance.StatusOf("each").Result.ShouldBe("[null,2]");
    }

    [Fact]
    public void Results_OfItemsThatAreTooLargeTogether_FailTheNode()
    {
        var driver = FanOut($"[{string.Join(',', Enumerable.Range(0, 20))}]");
        var large = $"\"{new string('x', WorkflowTurn.MostResult - 2)}\"";
        for (var index = 0; index < 17; index++)
        {
            driver.End($"each[{index}]", result: large);
        }

        driver.Instance.StatusOf("each").StopsAs.ShouldBe(NodeState.Failed);
        for (var index = 17; index < 20; index++)
        {
            driver.EndStopped($"each[{index}]");
        }

        driver.Instance.StatusOf("each").Failure!.Type.ShouldBe("ResultsTooLarge");
    }

    [Fact]
    public void Pause_OfAnInstance_BeginsNoItemUntilResumed()
    {
        var driver = FanOut("[1,2,3]", "\"concurrency\": 1");
        driver.Do(new PauseInstance(By, ""));
        driver.End("each[0]");
        driver.Open.ShouldBeEmpty();
        driver.Do(new ResumeInstance(By));
        driver.Open.Keys.ShouldBe(["each[1]"]);
    }

    [Fact]
    public void Cancel_OfAnInstance_StopsTheItemsAndThenEndsTheNode()
    {
        var driver = FanOut("[1,2,3]", "\"concurrency\": 2");
        driver.Do(new StopInstance("enough"));
        driver.EndStopped("each[0]");
        driver.Instance.State.ShouldBe(RunState.Stopping);
        driver.EndStopped("each[1]");
        (driver["each"], driver.Instance.State).ShouldBe((NodeState.Cancelled, RunState.Cancelled));
        driver.Instance.StatusOf("each").Failure.ShouldBe(new NodeFailure("Cancelled", "enough"));
    }

    [Fact]
    public void Retry_OfAFailedNode_RunsOnlyTheItemsAgainThatFailed()
    {
        var driver = FanOut("[1,2,3,4]", "\"concurrency\": 2");
        driver.End("each[0]", result: "10").Fail("each[1]");
        driver.EndStopped("each[2]");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Do(new RetryFailedNodes(By));
        driver.Open.Keys.ShouldBe(["each[1]", "each[2]"], ignoreOrder: true);
        (driver.Open["each[1]"].Pass, driver["each"], driver["after"]).ShouldBe((2, NodeState.Running, NodeState.Pending));
        driver.End("each[1]", result: "20").End("each[2]", result: "30").End("each[3]", result: "40");
        driver.Instance.StatusOf("each").Result.ShouldBe("[10,20,30,40]");
        driver.End("after");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Rerun_OfOneItem_TakesOtherParamsAndKeepsTheOtherResults()
    {
        var driver = FanOut("[1,2]");
        driver.End("each[0]", result: "10").End("each[1]", result: "20").End("after");
        driver.Do(new RerunFromNode(By, "each[1]", "5"));
        driver.Open.Keys.ShouldBe(["each[1]"]);
        driver.Open["each[1]"].Params.ShouldBe("5");
        driver.End("each[1]", result: "50");
        driver.Open["after"].Params.ShouldBe("""{"all":[10,50]}""");
        driver.Open["after"].Pass.ShouldBe(2);
    }

    [Fact]
    public void Rerun_OfTheWholeNode_MakesTheListAnewWithoutUsingAPassTwice()
    {
        var driver = FanOut("[1,2]");
        driver.End("each[0]", result: "10").End("each[1]", result: "20").End("after");
        driver.Do(new RerunFromNode(By, "each", null));
        driver.Open.Keys.ShouldBe(["each[0]", "each[1]"], ignoreOrder: true);
        (driver.Open["each[0]"].Pass, driver.Instance.StatusOf("each").Pass).ShouldBe((2, 2));
        Should.Throw<RefusalException>(() => driver.Do(new RerunFromNode(By, "each", "{}")));
    }

    [Fact]
    public void Mark_OfAFailedItem_LetsTheOthersGoOn()
    {
        var driver = FanOut("[1,2,3]", "\"concurrency\": 1");
        driver.Fail("each[0]");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Do(new MarkNodeSucceeded(By, "each[0]", "0"));
        driver.End("each[1]", result: "1").End("each[2]", result: "2");
        driver.Instance.StatusOf("each").Result.ShouldBe("[0,1,2]");
    }

    [Fact]
    public void Skip_OfARunningItem_StopsItsRunAndGoesOn()
    {
        var driver = FanOut("[1,2]", "\"concurrency\": 1");
        driver.Do(new SkipNode(By, "each[0]"));
        driver.Stops.Single().Run.ShouldBe(driver.Open["each[0]"].Run);
        driver.End("each[1]", result: "2");
        driver.Instance.StatusOf("each").Result.ShouldBe("[null,2]");
    }

    [Fact]
    public void Mark_OfARunningNode_StopsAllItsItems()
    {
        var driver = FanOut("[1,2,3]", "\"concurrency\": 2");
        driver.Do(new MarkNodeSucceeded(By, "each", "[]"));
        driver.Stops.Count.ShouldBe(2);
        (driver["each[0]"], driver["each[1]"], driver["each[2]"]).ShouldBe((NodeState.Cancelled, NodeState.Cancelled, NodeState.Pending));
        driver.Open["after"].Params.ShouldBe("""{"all":[]}""");
    }

    [Theory]
    [InlineData("each[2]")]
    [InlineData("each[-1]")]
    [InlineData("each[01]")]
    [InlineData("after[0]")]
    public void Operation_OnAnItemThatThereIsNot_IsRefused(string item)
    {
        var driver = FanOut("[1,2]");
        Should.Throw<RefusalException>(() => driver.Do(new SkipNode(By, item))).Code.ShouldBe(ErrorCodes.WorkflowNodeNotFound);
    }

    [Fact]
    public void Rerun_OfOneOfTwoFailedItems_RunsTheOtherAgainToo()
    {
        var driver = FanOut("[1,2,3]", "\"concurrency\": 2");
        driver.Fail("each[0]").Fail("each[1]");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Do(new RerunFromNode(By, "each[0]", "7"));
        driver.Open.Keys.ShouldBe(["each[0]", "each[1]"], ignoreOrder: true);
        driver.Open["each[0]"].Params.ShouldBe("7");
    }

    [Fact]
    public void Rerun_OfAnItemOfANodeThatIsStopping_IsRefused()
    {
        var driver = FanOut("[1,2,3]", "\"concurrency\": 2");
        driver.Fail("each[0]");
        Should
            .Throw<RefusalException>(() => driver.Do(new RerunFromNode(By, "each[0]", null)))
            .Message.ShouldBe("Node each is stopping, to end as Failed; its items can be changed once it has.");
    }

    [Fact]
    public void Retry_AfterResultsThatWereTooLarge_RunsAllItemsAgain()
    {
        var driver = FanOut($"[{string.Join(',', Enumerable.Range(0, 17))}]");
        for (var index = 0; index < 17; index++)
        {
            driver.End($"each[{index}]", result: $"\"{new string('x', WorkflowTurn.MostResult - 2)}\"");
        }

        driver["each"].ShouldBe(NodeState.Failed);
        driver.Do(new RetryFailedNodes(By));
        driver.Open.Count.ShouldBe(17);
    }

    [Fact]
    public void Timeout_OfAnItemWhoseNodeStops_IsNotTriedAgain()
    {
        var driver = FanOut("[1,2]", """ "timeout": "10s", "retry": { "max": 3, "on": ["timedOut"] } """);
        driver.Advance(10);
        driver.EndStopped("each[0]");
        driver["each[0]"].ShouldBe(NodeState.Waiting);
        driver.Do(new StopInstance("enough"));
        driver.EndStopped("each[1]");
        driver.Instance.State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public void Mark_OfARunningNodeWithoutAResult_KeepsTheResultsOfItsItems()
    {
        var driver = FanOut("[1,2]");
        driver.End("each[1]", result: "20");
        driver.Do(new MarkNodeSucceeded(By, "each", null));
        driver.Instance.StatusOf("each").Result.ShouldBe("[null,20]");
    }

    [Fact]
    public void Params_OfManyItemsThatReadOfALargeText_ParseItOnce()
    {
        // Were the params of the instance parsed for each item, this would take minutes.
        var large =
            $$"""{ "tenant": "t", "lines": [{{string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"line {number} {new string('x', 60)}\""))}}] }""";
        var node = Each(
            "\"${trigger.params.lines}\"",
            """ "concurrency": 1000, "params": { "tenant": "${trigger.params.tenant}", "line": "${item}" } """
        );
        var graph = ReadGraph(node).Definition!.Graph!;
        var now = NodaTime.Instant.FromUtc(2026, 3, 2, 8, 0);
        var instance = new WorkflowInstance { Id = RunIdentity.OfRequest("app", "large", now), Graph = graph };
        var start = new StartInstance("flow", 1, "{}", large, new Trigger(TriggerKind.Api, "test"), now);
        WorkflowTurn.Decide(instance, start, now).Orders.Count.ShouldBe(1000);
    }

    [Fact]
    public void Items_TenThousand_AreDecidedInTimeThatGrowsWithThem()
    {
        // Each end is a decision over the whole instance; were one of them to look at all items, this would not come to an end.
        var graph = ReadGraph(Each("\"${trigger.params}\"", "\"concurrency\": 1000")).Definition!.Graph!;
        var now = NodaTime.Instant.FromUtc(2026, 3, 2, 8, 0);
        var instance = new WorkflowInstance { Id = RunIdentity.OfRequest("app", "many", now), Graph = graph };
        var items = $"[{string.Join(',', Enumerable.Range(0, 10_000))}]";
        var open = new Queue<SubmitNodeRun>();
        Take(new StartInstance("flow", 1, "{}", items, new Trigger(TriggerKind.Api, "test"), now));
        while (open.TryDequeue(out var run))
        {
            Take(new EndPass(run.Node.Key, run.Pass, RunState.Succeeded, run.Params, null, null));
        }

        instance.State.ShouldBe(RunState.Succeeded);
        instance.StatusOf("each").Result.ShouldBe(items);

        void Take(WorkflowCommand command)
        {
            var decision = WorkflowTurn.Decide(instance, command, now);
            instance = decision.Instance;
            foreach (var submit in decision.Orders.OfType<SubmitNodeRun>())
            {
                open.Enqueue(submit);
            }
        }
    }

    private static InstanceDriver FanOut(string items, string fields = "\"concurrency\": 100") =>
        new(
            ReadGraph($"{Each(items, fields)}, {Job("after", """ "params": { "all": "${results.each}" } """)}", Edge("each>after")),
            """{ "n": 3 }"""
        );

    private static string Each(string items, string fields) =>
        $$"""{ "key": "each", "kind": "forEach", "job": "hello", "items": {{items}}, {{fields}} }""";
}
