namespace ActorJobs.TestKit.Tests.Documents;

public class OrderWorkflowTests
{
    private const string Delivery = """
        name: delivery
        params: { parcels: 1 }
        nodes:
          - { key: pack, processor: { name: pack }, params: { parcels: "${trigger.params.parcels}" } }
          - { key: hand-over, processor: { name: hand-over } }
        edges:
          - { from: pack, to: hand-over }
        output: { parcel: "${results.pack.parcel}" }
        """;

    private const string Order = """
        name: order
        nodes:
          - { key: reserve, processor: { name: reserve } }
          - key: charge
            processor: { name: charge }
            params: { total: "${context.total}" }
            retry: { max: 2, backoff: { kind: fixed, initial: 10m } }
          - { key: deliver, kind: workflow, workflow: delivery, params: { parcels: 2 } }
          - { key: ask, processor: { name: ask }, timeout: 1h, skipOnFailure: true }
          - { key: thank, processor: { name: mail }, params: { parcel: "${results.deliver.parcel}" } }
        edges:
          - { from: reserve, to: charge }
          - { from: charge, to: deliver }
          - { from: charge, to: ask }
          - { from: deliver, to: thank }
          - { from: ask, to: thank }
        """;

    private static async Task<JobTestKit> StartAsync()
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Delivery);
        await kit.SaveWorkflowAsync(Order);
        await kit.FakeAsync("reserve", Work.Succeeds(append: """{ "total": 12.5 }"""));
        await kit.FakeAsync("charge", attempt => attempt.Pass == 1 ? Work.Fails("the bank is closed") : Work.Succeeds());
        await kit.FakeAsync("pack", Work.Succeeds(after: TimeSpan.FromHours(3), result: """{ "parcel": "P7" }"""));
        await kit.FakeAsync("hand-over", Work.Succeeds());
        await kit.FakeAsync("ask", Work.Hangs());
        await kit.FakeAsync("mail", Work.Succeeds());
        return kit;
    }

    [Fact]
    public async Task Order_WhoseBankIsClosedAtFirst_IsChargedLaterAndDelivered()
    {
        await using var kit = await StartAsync();

        var order = await kit.RunWorkflowAsync("order", within: TimeSpan.FromHours(4));

        order.ShouldBe(RunState.Succeeded).ShouldHaveContext("""{ "total": 12.5 }""");
        order.Node("charge").ShouldHavePasses(2).ShouldHaveParams("""{ "total": 12.5 }""");
        order.Node("ask").ShouldBe(NodeState.TimedOut);
        order.Node("thank").ShouldHaveParams("""{ "parcel": "P7" }""");
        order
            .Steps.Of("charge", "deliver")
            .ShouldBe(
                ("charge", NodeState.Running),
                ("charge", NodeState.Waiting),
                ("charge", NodeState.Running),
                ("charge", NodeState.Succeeded),
                ("deliver", NodeState.Running),
                ("deliver", NodeState.Succeeded)
            );
        order.Steps.In(NodeState.Running).ShouldBeOf("reserve", "charge", "charge", "deliver", "ask", "thank");
        order.Steps.ShouldTake(
            TimeSpan.FromMinutes(10),
            from: ("charge", NodeState.Waiting),
            to: ("deliver", NodeState.Running),
            tolerance: TimeSpan.FromMinutes(2) // the backoff has a jitter of a fifth
        );
        kit.Runs.Of("delivery").ShouldBeOne().Result.ShouldBe("""{"parcel":"P7"}""");
    }

    [Fact]
    public async Task Order_ThatIsPaused_IsNotThankedFor()
    {
        await using var kit = await StartAsync();
        var order = await kit.StartInstanceAsync("order");
        order.Node("charge").ShouldBe(NodeState.Waiting);

        await kit.AdvanceAsync(TimeSpan.FromHours(2));
        await kit.PauseInstanceAsync(order);
        await kit.OutageAsync(TimeSpan.FromMinutes(5));
        await kit.AdvanceUntilIdleAsync(within: TimeSpan.FromDays(1));

        order = kit.Instance(order.Id);
        order.Node("deliver").ShouldBe(NodeState.Succeeded);
        order.Node("thank").ShouldBe(NodeState.Pending);
        order = await kit.ResumeInstanceAsync(order);
        order.ShouldBe(RunState.Succeeded);
    }
}
