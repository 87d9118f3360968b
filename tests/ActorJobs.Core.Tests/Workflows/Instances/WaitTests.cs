using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Workflows.Definitions.SomeWorkflows;

namespace ActorJobs.Core.Tests.Workflows.Instances;

/// <summary>Nodes that wait: for time, for a signal, for a person.</summary>
public class WaitTests
{
    private const string By = "ada";

    [Fact]
    public void Wait_ForADuration_LetsTheNextNodeBeginAfterIt()
    {
        var driver = Waiting("""{ "key": "pause", "kind": "wait", "duration": "10m" }""", "pause>after");
        driver["pause"].ShouldBe(NodeState.Waiting);
        driver.Advance(599);
        driver.Open.ShouldBeEmpty();
        driver.Advance(1);
        driver.Open.Keys.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData("2026-03-02T08:00:30Z", 30)]
    [InlineData("2026-03-02T07:00:00Z", 0)]
    public void Wait_UntilAnInstantOfTheParams_EndsThen(string until, int seconds)
    {
        var driver = Waiting(
            """{ "key": "pause", "kind": "wait", "until": "${trigger.params.until}" }""",
            "pause>after",
            $$"""{ "until": "{{until}}" }"""
        );
        driver.Open.Count.ShouldBe(seconds == 0 ? 1 : 0);
        driver.Advance(seconds);
        driver.Open.Keys.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData("""{ "until": "tomorrow" }""", "until", "It waits until 'tomorrow'; expected ")]
    [InlineData("""{ "until": null }""", "until", "It waits until 'null'")]
    [InlineData("""{ "until": "9999d" }""", "duration", "It waits for '9999d'; expected a duration")]
    public void Wait_ForWhatIsNoTime_FailsInWords(string parameters, string field, string message)
    {
        var node = $$"""{ "key": "pause", "kind": "wait", "{{field}}": "${trigger.params.until}" }""";
        var driver = Waiting(node, "pause>after", parameters);
        driver["pause"].ShouldBe(NodeState.Failed);
        driver.Instance.StatusOf("pause").Failure!.Type.ShouldBe("ExpressionError");
        driver.Instance.StatusOf("pause").Failure!.Message.ShouldStartWith(message);
    }

    [Fact]
    public void Wait_WhilePaused_IsOverInItsTimeAndNothingBegins()
    {
        var driver = Waiting("""{ "key": "pause", "kind": "wait", "duration": "1m" }""", "pause>after");
        driver.Do(new PauseInstance(By, ""));
        driver.Advance(60);
        driver["pause"].ShouldBe(NodeState.Succeeded);
        driver.Open.ShouldBeEmpty();
        driver.Do(new ResumeInstance(By));
        driver.Open.Keys.ShouldBe(["after"]);
    }

    [Fact]
    public void Signal_ForAWaitingNode_EndsItWithItsPayload()
    {
        var driver = Waiting("""{ "key": "paid", "kind": "wait", "signal": "payment", "timeout": "1h" }""", "paid>after");
        driver.Do(new SignalInstance(By, "payment", """{"amount":12}"""));
        driver.Instance.StatusOf("paid").Result.ShouldBe("""{"amount":12}""");
        driver.Open.Keys.ShouldBe(["after"]);
        driver.Instance.Signals.ShouldBeEmpty();
        driver.Instance.NextDue.ShouldBeNull();
    }

    [Fact]
    public void Signal_ThatComesBeforeItsNodeWaits_IsKeptForIt()
    {
        var driver = new InstanceDriver(
            ReadGraph($$"""{{Job("a")}}, { "key": "paid", "kind": "wait", "signal": "payment" }""", Edge("a>paid"))
        );
        driver.Do(new SignalInstance(By, "payment", "1"));
        driver.Do(new SignalInstance(By, "payment", "2"));
        driver.End("a");
        driver.Instance.StatusOf("paid").Result.ShouldBe("1");
        driver.Instance.State.ShouldBe(RunState.Succeeded);
        driver.Instance.Signals.Single().Payload.ShouldBe("2");
    }

    [Fact]
    public void Signal_ThatTwoNodesWaitFor_GoesToTheFirst()
    {
        const string nodes = """{ "key": "one", "kind": "wait", "signal": "go" }, { "key": "two", "kind": "wait", "signal": "go" }""";
        var driver = new InstanceDriver(ReadGraph(nodes));
        driver.Do(new SignalInstance(By, "go", null));
        (driver["one"], driver["two"]).ShouldBe((NodeState.Succeeded, NodeState.Waiting));
        driver.Do(new SignalInstance(By, "go", null));
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void Signal_ThatDoesNotCome_TimesItsNodeOut()
    {
        var driver = Waiting("""{ "key": "paid", "kind": "wait", "signal": "payment", "timeout": "1h" }""", "paid>after");
        driver.Advance(3600);
        driver["paid"].ShouldBe(NodeState.TimedOut);
        driver.Instance.StatusOf("paid").Failure!.Message.ShouldBe("No signal payment has come in time.");
        driver.Instance.State.ShouldBe(RunState.Failed);
        Should
            .Throw<RefusalException>(() => driver.Do(new SignalInstance(By, "payment", null)))
            .Message.ShouldContain("Failed; only one that is Running can be signalled");
    }

    [Fact]
    public void Signal_ThatNoNodeWaitsFor_IsRefusedWithNearOnes()
    {
        var driver = Waiting("""{ "key": "paid", "kind": "wait", "signal": "payment" }""", "paid>after");
        var refusal = Should.Throw<RefusalException>(() => driver.Do(new SignalInstance(By, "paymnt", null)));
        refusal.Code.ShouldBe(ErrorCodes.WorkflowSignalNotFound);
        refusal.Candidates.ShouldBe(["payment"]);
    }

    [Fact]
    public void Signals_BeyondWhatIsKept_AreRefused()
    {
        var driver = new InstanceDriver(
            ReadGraph($$"""{{Job("a")}}, { "key": "paid", "kind": "wait", "signal": "payment" }""", Edge("a>paid"))
        );
        for (var number = 0; number < WorkflowTurn.MostSignals; number++)
        {
            driver.Do(new SignalInstance(By, "payment", null));
        }

        Should
            .Throw<RefusalException>(() => driver.Do(new SignalInstance(By, "payment", null)))
            .Code.ShouldBe(ErrorCodes.WorkflowStateConflict);
        var large = new SignalInstance(By, "payment", $"\"{new string('x', WorkflowTurn.MostResult)}\"");
        Should.Throw<RefusalException>(() => driver.Do(large)).Code.ShouldBe(ErrorCodes.OutOfRange);
    }

    [Fact]
    public void Approval_OfSomebodyWithTheRole_GoesOnWithWhoAndWhy()
    {
        var driver = Approving("\"role\": \"developer\"");
        driver.Instance.StatusOf("ok").Prompt.ShouldBe("Release 7?");
        driver.Do(new ApproveNode(By, "ok", true, "tested") { Role = Role.Developer });
        driver.Instance.StatusOf("ok").Result.ShouldBe("""{"by":"ada","note":"tested"}""");
        driver.Open.Keys.ShouldBe(["after"]);
    }

    [Fact]
    public void Rejection_OfAnApproval_FailsTheNode()
    {
        var driver = Approving();
        driver.Do(new ApproveNode(By, "ok", false, "not today") { Role = Role.Operator });
        driver["ok"].ShouldBe(NodeState.Failed);
        driver.Instance.Failure!.Message.ShouldBe("Node ok ended as Failed: Rejected: ada rejected it: not today");
    }

    [Fact]
    public void Approval_OfSomebodyWithALesserRole_IsRefusedInEachWay()
    {
        var driver = Approving("\"role\": \"admin\"");
        WorkflowOperation[] tries =
        [
            new ApproveNode(By, "ok", true, ""),
            new ApproveNode(By, "ok", false, ""),
            new MarkNodeSucceeded(By, "ok", null),
            new SkipNode(By, "ok"),
        ];
        foreach (var operation in tries)
        {
            Should
                .Throw<RefusalException>(() => driver.Do(operation with { Role = Role.Developer }))
                .Code.ShouldBe(ErrorCodes.RoleTooLow, $"{operation}");
        }

        driver["ok"].ShouldBe(NodeState.Waiting);
    }

    [Fact]
    public void Approval_OfALesserRole_IsNotPassedOverByWhatFollows()
    {
        var driver = new InstanceDriver(
            ReadGraph(
                $$"""{ "key": "ok", "kind": "approval", "role": "admin" }, {{Job("prepare")}}, {{Job("deploy")}}""",
                $"{Edge("ok>prepare")}, {Edge("prepare>deploy")}"
            )
        );
        foreach (var operation in new WorkflowOperation[] { new SkipNode(By, "prepare"), new MarkNodeSucceeded(By, "prepare", null) })
        {
            var refusal = Should.Throw<RefusalException>(() => driver.Do(operation with { Role = Role.Operator }));
            (refusal.Code, driver["prepare"]).ShouldBe((ErrorCodes.RoleTooLow, NodeState.Pending));
        }

        driver.Do(new ApproveNode(By, "ok", true, "") { Role = Role.Admin });
        driver.Do(new SkipNode(By, "prepare") { Role = Role.Operator });
        driver.Open.Keys.ShouldContain("deploy");
    }

    [Fact]
    public void Signal_ThatANodeWaitsFor_IsTakenHoweverManyOthersAreKept()
    {
        const string nodes = """{ "key": "a", "kind": "wait", "signal": "a" }, { "key": "b", "kind": "wait", "signal": "b" }""";
        var driver = new InstanceDriver(ReadGraph(nodes, Edge("a>b")));
        for (var number = 0; number < WorkflowTurn.MostSignals; number++)
        {
            driver.Do(new SignalInstance(By, "b", null));
        }

        driver.Do(new SignalInstance(By, "a", null));
        driver.Instance.State.ShouldBe(RunState.Succeeded);
    }

    [Theory]
    [InlineData("", NodeState.TimedOut, "NotApproved: Nobody has decided in time.")]
    [InlineData(", \"onDue\": \"reject\"", NodeState.Failed, "Rejected: nobody has decided in time")]
    [InlineData(", \"onDue\": \"approve\"", NodeState.Succeeded, null)]
    public void Approval_ThatNobodyGivesInTime_EndsAsItSays(string onDue, NodeState state, string? failure)
    {
        var driver = Approving($"\"due\": \"24h\"{onDue}");
        driver.Advance(24 * 3600);
        driver["ok"].ShouldBe(state);
        (driver.Instance.StatusOf("ok").Failure is { } why ? $"{why.Type}: {why.Message}" : null).ShouldBe(failure);
        driver.Instance.State.IsEnd().ShouldBe(state != NodeState.Succeeded);
    }

    [Fact]
    public void Approval_OfAnotherNodeOrOneThatHasEnded_IsRefusedWithTheState()
    {
        var driver = Approving();
        driver.Do(new ApproveNode(By, "ok", true, "") { Role = Role.Operator });
        Refusal(driver, "ok").ShouldContain("Node ok is Succeeded; an approval can be approved or rejected while it is Waiting");
        Refusal(driver, "after").ShouldContain("Node after is no approval, but of the kind job");
    }

    [Fact]
    public void Waits_OfAnInstanceThatIsCancelled_EndAtOnce()
    {
        const string nodes = """
            { "key": "time", "kind": "wait", "duration": "1h" }, { "key": "signal", "kind": "wait", "signal": "go" }, { "key": "ok", "kind": "approval" }
            """;
        var driver = new InstanceDriver(ReadGraph(nodes));
        driver.Do(new StopInstance("enough"));
        driver.Instance.State.ShouldBe(RunState.Cancelled);
        (driver["time"], driver["signal"], driver["ok"]).ShouldBe((NodeState.Cancelled, NodeState.Cancelled, NodeState.Cancelled));
    }

    [Fact]
    public void Rerun_OfAWait_WaitsAnew()
    {
        var driver = Waiting("""{ "key": "pause", "kind": "wait", "duration": "1m" }""", "pause>after");
        driver.Advance(60);
        driver.End("after");
        driver.Do(new RerunFromNode(By, "pause", null));
        (driver["pause"], driver.Instance.StatusOf("pause").Pass).ShouldBe((NodeState.Waiting, 2));
        driver.Advance(60);
        driver.Open.Keys.ShouldBe(["after"]);
        Should.Throw<RefusalException>(() => driver.Do(new RerunFromNode(By, "pause", "{}"))).Message.ShouldNotBeEmpty();
    }

    private static string Refusal(InstanceDriver driver, string node)
    {
        var approve = new ApproveNode(By, node, true, "") { Role = Role.Admin };
        var refusal = Should.Throw<RefusalException>(() => driver.Do(approve));
        refusal.Code.ShouldBe(ErrorCodes.WorkflowStateConflict);
        return refusal.Message;
    }

    private static InstanceDriver Approving(string fields = "\"role\": \"operator\"") =>
        Waiting(
            $$"""{ "key": "ok", "kind": "approval", "prompt": "Release ${trigger.params.version}?", {{fields}} }""",
            "ok>after",
            """{ "version": 7 }"""
        );

    private static InstanceDriver Waiting(string node, string edge, string parameters = "{}") =>
        new(ReadGraph($"{node}, {Job("after")}", Edge(edge)), parameters);
}
