using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;

namespace ActorJobs.TestKit.Tests.Workflows;

public class ForEachTests
{
    private const string Many = """
        name: many
        params: { hours: [3, 1, 2] }
        nodes:
          - key: each
            kind: forEach
            items: "${trigger.params.hours}"
            concurrency: 2
            processor: { name: work }
            params: { hours: "${item}" }
            retry: { max: 1, backoff: { kind: fixed, initial: 1h, jitter: 0 } }
        """;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private sealed record Item(int Hours);

    private static async Task<JobTestKit> StartAsync(Func<FakeAttempt, Work> script)
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Many);
        await kit.FakeAsync("work", script);
        return kit;
    }

    private static Work Takes(FakeAttempt attempt) =>
        Work.Succeeds(TimeSpan.FromHours(attempt.GetParams<Item>().Hours), $"{attempt.GetParams<Item>().Hours}");

    [Fact]
    public async Task Items_ThatEndInAnotherOrder_GiveTheirResultsInTheirs()
    {
        await using var kit = await StartAsync(Takes);
        var many = await kit.RunWorkflowAsync("many", Day);
        many.ShouldBe(RunState.Succeeded).Steps.In(NodeState.Succeeded).ShouldBeOf("each[1]", "each[0]", "each[2]", "each");
        many.Node("each").ShouldHaveResult("[3, 1, 2]").Runs.ShouldCount(3);
        var last = many.Node("each[2]").ShouldBe(NodeState.Succeeded).ShouldHaveResult("2").ShouldHaveParams("""{ "hours": 2 }""");
        (last.Key, last.Kind, last.Runs.ShouldBeOne().Node).ShouldBe(("each[2]", NodeKind.Job, "each[2]"));
    }

    [Fact]
    public async Task Items_MoreThanTheConcurrency_BeginAsOthersEnd()
    {
        await using var kit = await StartAsync(Takes);
        var many = await kit.RunWorkflowAsync("many", Day, new { hours = Enumerable.Repeat(1, 6).Prepend(4) });
        var (open, most) = (0, 0);
        foreach (var step in many.ShouldBe(RunState.Succeeded).Steps.Where(step => step.Node != "each"))
        {
            open += step.State == NodeState.Running ? 1 : -1;
            most = Math.Max(most, open);
        }

        (open, most).ShouldBe((0, 2));
        many.Steps.Of("each[6]").In(NodeState.Running).ShouldBeAt("2026-01-01T04:00:00Z");
    }

    [Fact]
    public async Task Item_ThatFails_IsTriedAgainByItself()
    {
        await using var kit = await StartAsync(attempt =>
            attempt is { Node: "each[1]", Pass: 1 } ? Work.Fails("no paper") : Takes(attempt)
        );
        var many = await kit.RunWorkflowAsync("many", Day);
        many.ShouldBe(RunState.Succeeded).Node("each").ShouldHavePasses(1).ShouldHaveResult("[3, 1, 2]");
        many.Nodes.ShouldHaveSingleItem()
            .Runs.Select(run => (run.Node, run.Pass))
            .ShouldBe([("each[0]", 1), ("each[1]", 1), ("each[1]", 2), ("each[2]", 1)]);
        many.Steps.Of("each[1]")
            .ShouldBe(
                ("each[1]", NodeState.Running),
                ("each[1]", NodeState.Waiting),
                ("each[1]", NodeState.Running),
                ("each[1]", NodeState.Succeeded)
            );
        many.Node("each[1]").ShouldHavePasses(2).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Rerun_OfOneItem_LeavesTheOthersAsTheyAre()
    {
        await using var kit = await StartAsync(Takes);
        var many = await kit.RunWorkflowAsync("many", Day);
        many = await kit.RerunNodeAsync(many, "each[1]", new { hours = 7 });
        many.ShouldBe(RunState.Running).Node("each[1]").ShouldBe(NodeState.Running);
        many = await kit.AdvanceUntilEndedAsync(many, Day);
        many.ShouldBe(RunState.Succeeded).Node("each").ShouldHaveResult("[3, 7, 2]");
        many.Node("each[0]").ShouldHavePasses(1);
        many.Node("each[1]").ShouldHavePasses(2);
    }

    [Fact]
    public async Task Item_ThatTheListDoesNotHave_IsAnErrorThatTellsHowManyThereAre()
    {
        await using var kit = await StartAsync(Takes);
        var many = await kit.StartInstanceAsync("many");
        many.Node("each[2]").ShouldBe(NodeState.Pending).Runs.ShouldBeEmpty();
        Should
            .Throw<ExpectationException>(() => many.Node("each[3]"))
            .Message.ShouldContain("a node each[3]; found only each with 3 item(s).");
    }
}
