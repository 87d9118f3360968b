using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;

namespace ActorJobs.TestKit.Tests.Workflows;

public class CompensationTests
{
    private const string Trip = """
        name: trip
        compensateOn: [failed]
        nodes:
          - { key: flight, processor: { name: work } }
          - { key: hotel, processor: { name: work } }
          - { key: pay, processor: { name: work } }
          - { key: return-flight, processor: { name: work }, compensates: flight }
          - { key: return-hotel, processor: { name: work }, compensates: hotel }
        edges: [ { from: flight, to: hotel }, { from: hotel, to: pay } ]
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static async Task<(JobTestKit Kit, FakeWorker Fake)> StartAsync(Func<FakeAttempt, Work> script)
    {
        var kit = await JobTestKit.StartAsync();
        await kit.SaveWorkflowAsync(Trip);
        return (kit, await kit.FakeAsync("work", script));
    }

    private static Work FailsToPay(FakeAttempt attempt) =>
        attempt.Node == "pay" ? Work.Fails("no money", after: Hour) : Work.Succeeds(after: Hour);

    [Fact]
    public async Task Failure_OfTheLastNode_UndoesTheOthersInReverseOrder()
    {
        var (kit, _) = await StartAsync(FailsToPay);
        await using var disposed = kit;
        var trip = await kit.RunWorkflowAsync("trip", within: 6 * Hour);
        trip.ShouldBe(RunState.Failed).Steps.In(NodeState.Running).ShouldBeOf("flight", "hotel", "pay", "return-hotel", "return-flight");
        trip.Steps.ShouldTake(Hour, from: ("return-hotel", NodeState.Running), to: ("return-flight", NodeState.Running));
        trip.Run.Ended.ShouldBe(trip.Run.Planned + 5 * Hour);
    }

    [Fact]
    public async Task Failure_WhoseUndoingLosesItsOwner_UndoesEachOnce()
    {
        var (kit, fake) = await StartAsync(FailsToPay);
        await using var disposed = kit;
        var trip = await kit.StartInstanceAsync("trip");
        await kit.AdvanceAsync(3.5 * Hour);
        kit.Instance(trip.Id).Node("return-hotel").ShouldBe(NodeState.Running);
        await kit.OutageAsync(Hour);
        trip = await kit.AdvanceUntilEndedAsync(trip, within: 3 * Hour);
        trip.ShouldBe(RunState.Failed).Steps.In(NodeState.Succeeded).ShouldBeOf("flight", "hotel", "return-hotel", "return-flight");
        fake.Attempts.Select(attempt => attempt.Node).ShouldBe(["flight", "hotel", "pay", "return-hotel", "return-flight"]);
    }

    [Fact]
    public async Task Compensate_AfterSuccess_UndoesItAndIsRefusedASecondTime()
    {
        var (kit, _) = await StartAsync(_ => Work.Succeeds(after: Hour));
        await using var disposed = kit;
        var trip = await kit.RunWorkflowAsync("trip", within: 6 * Hour);
        trip = await kit.CompensateInstanceAsync(trip.ShouldBe(RunState.Succeeded));
        trip = await kit.AdvanceUntilEndedAsync(trip, within: 6 * Hour);
        trip.ShouldBe(RunState.Cancelled)
            .Steps.ShouldContain(
                ("pay", NodeState.Succeeded),
                ("return-hotel", NodeState.Succeeded),
                ("return-flight", NodeState.Succeeded)
            );
        (await Should.ThrowAsync<RefusalException>(kit.CompensateInstanceAsync(trip))).Code.ShouldBe(ErrorCodes.WorkflowStateConflict);
    }
}
