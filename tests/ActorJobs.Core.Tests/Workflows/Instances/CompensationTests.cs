using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Undoing what nodes have done.</summary>
public class CompensationTests
{
    private const string By = "ada";
    private const string Always = "\"compensateOn\": [\"failed\", \"timedOut\", \"cancelled\"]";

    [Fact]
    public void Compensation_OfAFailedInstance_RunsInReverseOrderOneAfterTheOther()
    {
        var driver = Order();
        driver.End("reserve", result: "7").End("charge").Fail("ship");
        driver.Instance.State.ShouldBe(RunState.Running);
        driver.Open.Keys.ShouldBe(["refund"]);
        driver.End("refund");
        driver.Open.Keys.ShouldBe(["release"]);
        driver.Open["release"].Params.ShouldBe("""{"id":7}""");
        driver.End("release");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Instance.Failure!.Message.ShouldStartWith("Node ship ended as Failed");
    }

    [Fact]
    public void Compensation_OfNodesThatHaveNotSucceeded_DoesNotRun()
    {
        var driver = Order();
        driver.End("reserve").Fail("charge");
        driver.Open.Keys.ShouldBe(["release"]);
        driver.End("release");
        (driver.Instance.State, driver["refund"]).ShouldBe((RunState.Failed, NodeState.Pending));
    }

    [Fact]
    public void Compensation_WithNothingToUndo_EndsTheInstanceAtOnce()
    {
        var driver = Order();
        driver.Fail("reserve");
        (driver.Instance.State, driver.Instance.Compensating).ShouldBe((RunState.Failed, null));
    }

    [Fact]
    public void Compensation_InParallelBranches_FollowsTheOrderInWhichTheyEnded()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $"{Job("a")}, {Job("b")}, {Job("end")}, {Undo("ua", "a")}, {Undo("ub", "b")}",
                $"{Edge("a>end")}, {Edge("b>end")}",
                Always
            )
        );
        driver.End("b").End("a").Fail("end");
        driver.Open.Keys.ShouldBe(["ua"]);
        driver.End("ua").End("ub");
        driver.Instance.State.ShouldBe(RunState.Failed);
    }

    [Fact]
    public void Compensation_OfACancelledInstance_RunsOnceItsRunsHaveStopped()
    {
        var driver = Order();
        driver.End("reserve");
        driver.Do(new StopInstance("enough"));
        driver.Open.Keys.ShouldBe(["charge"]);
        driver.EndStopped("charge");
        driver.Open.Keys.ShouldBe(["release"]);
        driver.End("release");
        driver.Instance.State.ShouldBe(RunState.Cancelled);
        driver.Instance.Failure.ShouldBe(new NodeFailure("Cancelled", "enough"));
    }

    [Fact]
    public void Compensation_ThatIsNotAskedFor_WaitsForSomebodyWhoDoes()
    {
        var driver = Order("\"onFailure\": \"finish\"");
        driver.End("reserve").End("charge").Fail("ship");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Do(new CompensateInstance(By));
        driver.End("refund").End("release");
        driver.Instance.State.ShouldBe(RunState.Failed);
        Should
            .Throw<RefusalException>(() => driver.Do(new CompensateInstance(By)))
            .Message.ShouldContain("is Failed, and has nothing to compensate");
    }

    [Fact]
    public void Compensation_OfAnInstanceThatSucceeded_EndsItAsCancelled()
    {
        var driver = Order();
        driver.End("reserve").End("charge").End("ship");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
        driver.Do(new CompensateInstance(By));
        driver.End("refund").End("release");
        (driver.Instance.State, driver.Instance.Failure).ShouldBe(
            (RunState.Cancelled, new NodeFailure("Compensated", "ada had it compensated after it had succeeded."))
        );
    }

    [Fact]
    public void Compensation_OfARunningInstance_IsRefused()
    {
        var driver = Order();
        Should
            .Throw<RefusalException>(() => driver.Do(new CompensateInstance(By)))
            .Message.ShouldContain("is Running; only one that has ended can be compensated");
    }

    [Fact]
    public void Compensation_ThatFails_LetsTheOthersRunAndIsTriedAgainOnDemand()
    {
        var driver = Order();
        driver.End("reserve").End("charge").Fail("ship").Fail("refund").End("release");
        driver.Instance.Failure!.Message.ShouldEndWith("Not compensated: refund (Failed)");
        driver.Do(new CompensateInstance(By));
        driver.Open.Keys.ShouldBe(["refund"]);
        driver.Open["refund"].Pass.ShouldBe(2);
        driver.Fail("refund");
        driver.Instance.Failure!.Message.ShouldEndWith("broke. Not compensated: refund (Failed)");
        driver.Do(new CompensateInstance(By));
        driver.End("refund");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Instance.Failure!.Message.ShouldEndWith("broke");
        driver.Instance.Failure!.Message.ShouldStartWith("Node ship ended as Failed");
    }

    [Fact]
    public void Compensation_ThatIsCancelled_EndsTheInstanceAsItWouldHave()
    {
        var driver = Order();
        driver.End("reserve").End("charge").Fail("ship");
        driver.Do(new StopInstance("enough"));
        driver.EndStopped("refund");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Instance.Failure!.Message.ShouldEndWith("Not compensated: refund (Cancelled), release (Pending)");
    }

    [Fact]
    public void Retry_AfterCompensation_DoesAgainWhatWasUndone()
    {
        var driver = Order();
        driver.End("reserve").End("charge").Fail("ship").End("refund").End("release");
        driver.Do(new RetryFailedNodes(By));
        driver.Open.Keys.ShouldBe(["reserve"]);
        driver.End("reserve", result: "8").End("charge").Fail("ship");
        driver.Open.Keys.ShouldBe(["refund"]);
        driver.Open["refund"].Pass.ShouldBe(2);
    }

    [Fact]
    public void Operations_WhileCompensating_AreOnWhatCompensatesOnly()
    {
        var driver = Order();
        driver.End("reserve").End("charge").Fail("ship");
        WorkflowOperation[] refused =
        [
            new RetryFailedNodes(By),
            new RerunFromNode(By, "charge", null),
            new MarkNodeSucceeded(By, "ship", null),
            new SkipNode(By, "ship"),
            new RerunFromNode(By, "refund", null),
            new CompensateInstance(By),
        ];
        foreach (var operation in refused)
        {
            var refusal = Should.Throw<RefusalException>(() => driver.Do(operation), $"{operation}");
            refusal.Code.ShouldBe(ErrorCodes.WorkflowStateConflict);
            refusal.Message.ShouldContain("compensat");
        }

        driver.Do(new SkipNode(By, "refund"));
        driver.Stops.Count.ShouldBe(1);
        driver.End("release");
        driver.Instance.State.ShouldBe(RunState.Failed);
        driver.Instance.Failure!.Message.ShouldStartWith("Node ship ended as Failed");
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("skip")]
    [InlineData("rerun")]
    public void Operations_OnWhatCompensates_AreRefusedBefore(string operation)
    {
        var driver = Order();
        WorkflowOperation wish = operation switch
        {
            "mark" => new MarkNodeSucceeded(By, "refund", null),
            "skip" => new SkipNode(By, "refund"),
            _ => new RerunFromNode(By, "refund", null),
        };
        Should.Throw<RefusalException>(() => driver.Do(wish)).Message.ShouldStartWith("Node refund compensates charge");
    }

    [Fact]
    public void Pause_WhileCompensating_HoldsTheNextOneBack()
    {
        var driver = Order();
        driver.End("reserve").End("charge").Fail("ship");
        driver.Do(new PauseInstance(By, ""));
        driver.End("refund");
        driver.Open.ShouldBeEmpty();
        driver.Do(new ResumeInstance(By));
        driver.Open.Keys.ShouldBe(["release"]);
    }

    [Fact]
    public void Timeout_OfTheWorkflow_DoesNotCutCompensationShort()
    {
        var driver = Order($"{Always}, \"timeout\": \"1m\"");
        driver.End("reserve");
        driver.Advance(60);
        driver.EndStopped("charge");
        driver.Advance(600);
        driver.Open.Keys.ShouldBe(["release"]);
        driver.End("release");
        driver.Instance.State.ShouldBe(RunState.TimedOut);
    }

    [Fact]
    public void Pause_OfAnInstanceThatIsCancelled_DoesNotHoldTheCompensationBack()
    {
        var driver = Order();
        driver.Do(new PauseInstance(By, ""));
        driver.End("reserve");
        driver.Do(new StopInstance("enough"));
        driver.Open.Keys.ShouldBe(["release"]);
    }

    /// <summary>An instance that undoes its two items, one after the other.</summary>
    private static InstanceDriver Order(string fields = Always) =>
        new(
            ReadGraph(
                $$"""
                {{Job("reserve")}}, {{Job("charge")}}, {{Job("ship")}}, {{Undo("refund", "charge")}},
                {{Undo("release", "reserve", ", \"params\": { \"id\": \"${results.reserve}\" }")}}
                """,
                $"{Edge("reserve>charge")}, {Edge("charge>ship")}",
                fields
            )
        );

    private static string Undo(string key, string compensated, string fields = "") =>
        Job(key, $"\"compensates\": \"{compensated}\"{fields}");
}
