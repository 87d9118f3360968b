using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Runs;
using ActorJobs.TestKit.Workers;
using ActorJobs.TestKit.Workflows;

namespace ActorJobs.TestKit.Tests.Workflows;

public class InstanceTests
{
    private const string Chain = """
        name: chain
        params: { day: 1 }
        nodes:
          - { key: first, processor: { name: work }, params: { day: "${trigger.params.day}", by: "${trigger.name}" } }
          - { key: second, processor: { name: work }, retry: { max: 1, backoff: { kind: fixed, initial: 1h, jitter: 0 } }, timeout: 1d }
          - { key: third, processor: { name: work } }
        edges: [ { from: first, to: second }, { from: second, to: third } ]
        output: { done: true }
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static async Task<JobTestKit> StartAsync(Func<FakeAttempt, Work> script, string definition = Chain)
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(definition);
        await kit.FakeAsync("work", script);
        return kit;
    }

    [Fact]
    public async Task Start_WithParamsAndAsker_ShowsThemToTheNodes()
    {
        await using var kit = await StartAsync(_ => Work.Succeeds());
        var chain = await kit.StartInstanceAsync("chain", new { day = 7 }, by: "Ada");
        chain.ShouldBe(RunState.Succeeded).ShouldHaveResult("""{ "done": true }""");
        chain.Node("first").ShouldHaveParams("""{ "by": "Ada", "day": 7 }""");
        (chain.Run.TriggerName, chain.Run.Params).ShouldBe(("Ada", """{"day":7}"""));
    }

    [Fact]
    public async Task Start_OfWhatIsNoWorkflow_IsRefusedAsByTheServer()
    {
        await using var kit = await StartAsync(_ => Work.Succeeds());
        await kit.SaveJobAsync("""{ "name": "job", "processor": { "name": "work" } }""");
        (await Should.ThrowAsync<RefusalException>(kit.StartInstanceAsync("chian"))).Candidates.ShouldBe(["chain"]);
        (await Should.ThrowAsync<RefusalException>(kit.StartInstanceAsync("job"))).Code.ShouldBe(ErrorCodes.WorkflowNotFound);
        (await Should.ThrowAsync<RefusalException>(kit.SubmitAsync("chain"))).Code.ShouldBe(ErrorCodes.JobNotFound);
        var job = await kit.SubmitAsync("job");
        Should.Throw<ExpectationException>(() => kit.Instance(job.Id)).Message.ShouldContain("a run of job job");
    }

    [Fact]
    public async Task Start_WithADelay_BeginsThen()
    {
        await using var kit = await StartAsync(_ => Work.Succeeds());
        var chain = await kit.StartInstanceAsync("chain", delay: 5 * Hour);
        chain.ShouldBe(RunState.Scheduled).Nodes.ShouldBeEmpty();
        Should.Throw<ExpectationException>(() => chain.Node("first")).Message.ShouldContain("it has not begun");
        chain = await kit.AdvanceUntilEndedAsync(chain, within: 6 * Hour);
        chain.Steps.Of("first").ShouldBeAt("2026-01-01T05:00:00Z", "2026-01-01T05:00:00Z");
    }

    [Fact]
    public async Task Schedule_OfAWorkflow_MakesInstances()
    {
        await using var kit = await StartAsync(
            _ => Work.Succeeds(after: Hour),
            """
            name: nightly
            schedules: [ { kind: cron, expression: "0 0 3 * * ?" } ]
            nodes: [ { key: a, processor: { name: work }, params: { kind: "${trigger.kind}" } } ]
            """
        );
        await kit.AdvanceAsync(TimeSpan.FromDays(30));
        kit.Runs.Of("nightly").ShouldCount(30).ShouldAllBe(RunState.Succeeded).ShouldAll(run => run.Ended == run.Planned + Hour);
        kit.Instance(kit.Runs.Of("nightly")[^1].Id).Node("a").ShouldHaveParams("""{ "kind": "Schedule" }""");
    }

    [Fact]
    public async Task Retry_AfterABackoff_HappensAtItsOwnTime()
    {
        await using var kit = await StartAsync(attempt =>
            attempt is { Node: "second", Pass: 1 } ? Work.Fails(after: Hour) : Work.Succeeds()
        );
        var chain = await kit.RunWorkflowAsync("chain", within: 3 * Hour);
        chain.Steps.Of("second").In(NodeState.Running).ShouldBeAt("2026-01-01T00:00:00Z", "2026-01-01T02:00:00Z");
        (chain.Run.Ended - chain.Run.Planned).ShouldBe(2 * Hour);
    }

    [Fact]
    public async Task Timeout_OfANodeThatHangs_HappensAtItsOwnTime()
    {
        await using var kit = await StartAsync(attempt => attempt.Node == "second" ? Work.Hangs() : Work.Succeeds());
        var chain = await kit.RunWorkflowAsync("chain", within: TimeSpan.FromDays(3));
        chain.ShouldBe(RunState.Failed).Node("second").ShouldBe(NodeState.TimedOut).ShouldHavePasses(2);
        chain.Node("third").ShouldBe(NodeState.Skipped);
        chain
            .Steps.Of("second")
            .ShouldBe(
                ("second", NodeState.Running),
                ("second", NodeState.Waiting),
                ("second", NodeState.Running),
                ("second", NodeState.TimedOut)
            );
        chain.Node("second").Ended.ShouldBe(chain.Run.Planned + TimeSpan.FromDays(2) + Hour);
    }

    [Fact]
    public async Task Outage_InTheMiddle_LosesNothing()
    {
        await using var kit = await StartAsync(attempt =>
            attempt is { Node: "second", Pass: 1 } ? Work.Fails() : Work.Succeeds(after: attempt.Node == "third" ? Hour : default)
        );
        var chain = await kit.StartInstanceAsync("chain");
        chain.Node("second").ShouldBe(NodeState.Waiting);
        await kit.OutageAsync(TimeSpan.FromMinutes(1));
        await kit.AdvanceAsync(1.5 * Hour);
        kit.Instance(chain.Id).Node("third").ShouldBe(NodeState.Running);
        await kit.OutageAsync(TimeSpan.FromMinutes(1));
        chain = await kit.AdvanceUntilEndedAsync(chain, within: 2 * Hour);
        chain.ShouldBe(RunState.Succeeded).Steps.In(NodeState.Running).ShouldBeOf("first", "second", "second", "third");
        chain.Steps.ShouldTake(Hour, from: ("second", NodeState.Waiting), to: ("second", NodeState.Running));
    }

    [Fact]
    public async Task Cancel_WhileANodeRuns_StopsIt()
    {
        await using var kit = await StartAsync(_ => Work.Hangs());
        var chain = await kit.CancelInstanceAsync(await kit.StartInstanceAsync("chain"));
        chain.ShouldBe(RunState.Cancelled).Node("first").ShouldBe(NodeState.Cancelled);
        await Should.ThrowAsync<RefusalException>(kit.CancelInstanceAsync(chain));
    }

    [Fact]
    public async Task Pause_OfAnInstance_HoldsItUntilItIsResumed()
    {
        await using var kit = await StartAsync(_ => Work.Succeeds(after: Hour));
        var chain = await kit.PauseInstanceAsync(await kit.StartInstanceAsync("chain"), "lunch");
        await kit.AdvanceUntilIdleAsync(within: 2 * Hour);
        kit.Now.ShouldBe(chain.Run.Planned + Hour);
        chain = kit.Instance(chain.Id);
        (chain.IsPaused, chain.State).ShouldBe((true, RunState.Running));
        chain.Steps.ShouldBe(("first", NodeState.Running), ("first", NodeState.Succeeded));
        chain = await kit.AdvanceUntilEndedAsync(await kit.ResumeInstanceAsync(chain), within: 2 * Hour);
        chain.ShouldBe(RunState.Succeeded).IsPaused.ShouldBeFalse();
    }

    [Fact]
    public async Task Idle_WhileANodeIsToBeTriedAgain_IsNotYet()
    {
        await using var kit = await StartAsync(attempt => attempt.Node == "second" ? Work.Fails() : Work.Succeeds());
        var chain = await kit.StartInstanceAsync("chain");
        var failure = await Should.ThrowAsync<ExpectationException>(kit.AdvanceUntilIdleAsync(within: Hour / 2));
        failure.Message.ShouldContain("  chain  Running");
        await kit.AdvanceUntilIdleAsync(within: Hour);
        kit.Instance(chain.Id).ShouldBe(RunState.Failed);
        kit.Now.ShouldBe(chain.Run.Planned + Hour);
    }

    [Fact]
    public async Task Idle_WithNodesThatWait_GoesOnForTimeAndStopsForUsers()
    {
        const string patient = """
            name: patient
            nodes:
              - { key: nap, kind: wait, duration: 2h }
              - { key: answer, kind: wait, signal: answered, timeout: 1d }
            edges: [ { from: nap, to: answer } ]
            """;
        await using var kit = await StartAsync(_ => Work.Succeeds(), patient);
        var patience = await kit.StartInstanceAsync("patient");
        await kit.AdvanceUntilIdleAsync(within: TimeSpan.FromDays(3));
        kit.Now.ShouldBe(patience.Run.Planned + 2 * Hour);
        kit.Instance(patience.Id).Node("answer").ShouldBe(NodeState.Waiting);
        patience = await kit.AdvanceUntilEndedAsync(patience, within: TimeSpan.FromDays(2));
        patience.Node("answer").ShouldBe(NodeState.TimedOut).Ended.ShouldBe(patience.Run.Planned + 26 * Hour);
    }

    [Fact]
    public async Task ForEach_OverAList_HasTheRunsOfItsItems()
    {
        const string many = """
            name: many
            nodes: [ { key: each, kind: forEach, items: "${[7, 8]}", processor: { name: work }, params: { item: "${item}" } } ]
            """;
        await using var kit = await StartAsync(attempt => Work.Succeeds(result: attempt.Params), many);
        var instance = await kit.StartInstanceAsync("many");
        var each = instance.ShouldBe(RunState.Succeeded).Node("each");
        each.Runs.Select(run => run.Params).ShouldBe(["""{"item":7}""", """{"item":8}"""]);
        each.ShouldHaveResult("""[ { "item": 7 }, { "item": 8 } ]""");
        instance.Steps.Of("each[1]").ShouldBe(("each[1]", NodeState.Running), ("each[1]", NodeState.Succeeded));
    }

    [Fact]
    public async Task Mark_AndSkip_LetAnInstanceGoOn()
    {
        await using var kit = await StartAsync(attempt => attempt.Node == "third" ? Work.Succeeds() : Work.Hangs());
        var chain = await kit.MarkNodeSucceededAsync(await kit.StartInstanceAsync("chain"), "first", new { by = "hand" });
        chain.Node("first").ShouldBe(NodeState.Succeeded).ShouldHaveResult("""{ "by": "hand" }""");
        chain = await kit.SkipNodeAsync(chain, "second");
        chain.ShouldBe(RunState.Succeeded).Node("second").ShouldBe(NodeState.Skipped).Reason.ShouldContain("skipped by the test");
        chain.Steps.ShouldContain(("first", NodeState.Succeeded), ("second", NodeState.Skipped), ("third", NodeState.Succeeded));
        chain = await kit.RerunNodeAsync(chain, "third");
        chain.ShouldBe(RunState.Succeeded).Node("third").ShouldHavePasses(2);
    }

    [Fact]
    public async Task Operation_OnAnInstanceThatNeverBegan_IsRefused()
    {
        await using var kit = await StartAsync(_ => Work.Succeeds());
        var chain = await kit.CancelInstanceAsync(await kit.StartInstanceAsync("chain", delay: Hour));
        (await Should.ThrowAsync<RefusalException>(kit.RetryInstanceAsync(chain))).Code.ShouldBe(ErrorCodes.WorkflowStateConflict);
    }

    [Fact]
    public async Task Expectation_NotMet_SaysWhatWasExpectedAndTheHistory()
    {
        await using var kit = await StartAsync(attempt => attempt.Node == "second" ? Work.Fails("no paper", "Empty") : Work.Succeeds());
        var chain = await kit.RunWorkflowAsync("chain", within: 2 * Hour);
        Message(() => chain.ShouldBe(RunState.Succeeded))
            .ShouldStartWith("Expected of the instance of chain it to be Succeeded; found it Failed.\n");
        Message(() => chain.ShouldBe(RunState.Succeeded))
            .ShouldContain("\n  2026-01-01T01:00:00Z  Node second ended as Failed: Empty: no paper.");
        Message(() => chain.ShouldHaveResult("1")).ShouldContain("the result 1; found none.");
        Message(() => chain.ShouldHaveContext("1")).ShouldContain("the context 1; found {}.");
        Message(() => chain.Node("secnd")).ShouldContain("a node secnd; found only first, second, third.");
        var second = chain.Node("second");
        Message(() => second.ShouldBe(NodeState.Succeeded))
            .ShouldContain("Expected of node second it to be Succeeded; found it Failed: Empty: no paper.");
        Message(() => second.ShouldHavePasses(3)).ShouldContain("3 pass(es); found 2.");
        Message(() => second.ShouldHaveParams("1")).ShouldContain("the params 1; found {}.");
        Message(() => second.ShouldHaveResult("1")).ShouldContain("the result 1; found none.");
        Message(() => second.ShouldFollow("left")).ShouldContain("to follow the branch left; found none.");
    }

    [Fact]
    public async Task Steps_NotAsExpected_SayWhatTheyAre()
    {
        await using var kit = await StartAsync(_ => Work.Succeeds(after: Hour));
        var chain = await kit.RunWorkflowAsync("chain", within: 4 * Hour);
        var first = chain.Steps.Of("first");
        Message(() => first.ShouldBe(("first", NodeState.Running)))
            .ShouldStartWith(
                "Expected the steps of the instance of chain of first to be first Running; found first Running, first Succeeded.\nThe history of"
            );
        Message(() => chain.Steps.ShouldContain(("second", NodeState.Running), ("first", NodeState.Running)))
            .ShouldContain("second Running, first Running in this order, but first Running is not where it should be");
        Message(() => chain.Steps.In(NodeState.Running).ShouldBeOf("first", "third", "second"))
            .ShouldContain("to be of first, third, second");
        Message(() => first.ShouldBeAt("2026-01-01T00:00:00Z")).ShouldContain("at 2026-01-01T00:00:00Z; found");
        Message(() => chain.Steps.ShouldTake(Hour, from: ("first", NodeState.Running), to: ("third", NodeState.Running)))
            .ShouldContain("Expected 01:00:00 from first Running to third Running; found 02:00:00.");
        Should.Throw<ArgumentException>(() => chain.Steps.Of("frist")).Message.ShouldContain("did you mean");
    }

    [Fact]
    public async Task Advance_UntilAnInstanceEndsThatDoesNot_SaysWhatItWaitsFor()
    {
        await using var kit = await StartAsync(_ => Work.Hangs());
        var chain = await kit.StartInstanceAsync("chain");
        var failure = await Should.ThrowAsync<ExpectationException>(kit.AdvanceUntilEndedAsync(chain, within: Hour));
        failure.Message.ShouldContain("to end within 01:00:00; at 2026-01-01T01:00:00Z it is Running.");
        failure.Message.ShouldContain(
            "\nOpen:\n  2026-01-01T00:00:00Z  chain.first  Running, pass 1 of node first, attempt 1 at worker fake-work"
        );
    }

    private static string Message(Action expectation) => Should.Throw<ExpectationException>(expectation).Message;
}
