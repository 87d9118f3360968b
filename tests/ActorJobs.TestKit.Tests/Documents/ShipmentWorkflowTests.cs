namespace ActorJobs.TestKit.Tests.Documents;

public class ShipmentWorkflowTests
{
    private const string Shipment = """
        name: shipment
        params: { weights: [3, 5] }
        compensateOn: [failed]
        nodes:
          - key: book
            kind: forEach
            items: "${trigger.params.weights}"
            processor: { name: book }
            params: { weight: "${item}" }
            retry: { max: 1 }
          - { key: allow, kind: approval, prompt: "Send what is booked?", role: developer, due: 2d, onDue: reject }
          - { key: send, processor: { name: send } }
          - key: unbook
            kind: forEach
            items: "${results.book}"
            processor: { name: unbook }
            params: { parcel: "${item.parcel}" }
            compensates: book
        edges:
          - { from: book, to: allow }
          - { from: allow, to: send }
        """;

    public record Parcel(int Weight);

    private static async Task<JobTestKit> StartAsync()
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Shipment);
        await kit.FakeAsync(
            "book",
            attempt =>
                attempt is { Node: "book[1]", Pass: 1 }
                    ? Work.Fails("the carrier does not answer")
                    : Work.Succeeds(result: $$"""{ "parcel": "P{{attempt.GetParams<Parcel>().Weight}}" }""")
        );
        await kit.FakeAsync("send", Work.Succeeds());
        await kit.FakeAsync("unbook", Work.Succeeds());
        return kit;
    }

    [Fact]
    public async Task Shipment_ThatADeveloperAllows_IsSent()
    {
        await using var kit = await StartAsync();
        var shipment = await kit.StartInstanceAsync("shipment");
        await kit.AdvanceUntilIdleAsync(within: TimeSpan.FromHours(1));

        shipment = kit.Instance(shipment.Id);
        shipment.Node("book[1]").ShouldHaveParams("""{ "weight": 5 }""").ShouldHavePasses(2);
        shipment.Node("book").ShouldHaveResult("""[ { "parcel": "P3" }, { "parcel": "P5" } ]""");
        shipment.Node("allow").ShouldBe(NodeState.Waiting);
        await Should.ThrowAsync<RefusalException>(kit.ApproveNodeAsync(shipment, "allow", role: Role.Operator));
        shipment = await kit.ApproveNodeAsync(shipment, "allow", "all is paid", Role.Developer);
        shipment.ShouldBe(RunState.Succeeded).Node("unbook").ShouldBe(NodeState.Pending);
    }

    [Fact]
    public async Task Shipment_ThatNobodyAllows_IsUnbookedAfterTwoDays()
    {
        await using var kit = await StartAsync();

        var shipment = await kit.RunWorkflowAsync("shipment", within: TimeSpan.FromDays(3));

        shipment.ShouldBe(RunState.Failed).Node("send").ShouldBe(NodeState.Skipped);
        shipment.Steps.ShouldContain(
            ("book", NodeState.Succeeded),
            ("allow", NodeState.Failed),
            ("unbook[0]", NodeState.Succeeded),
            ("unbook[1]", NodeState.Succeeded),
            ("unbook", NodeState.Succeeded)
        );
        shipment.Steps.ShouldTake(TimeSpan.FromDays(2), from: ("allow", NodeState.Waiting), to: ("allow", NodeState.Failed));
        shipment.Node("unbook[1]").ShouldHaveParams("""{ "parcel": "P5" }""");
    }
}
