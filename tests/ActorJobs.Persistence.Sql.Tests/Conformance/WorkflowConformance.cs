using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Workflows, their instances, and their journals.</summary>
public abstract class WorkflowConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly Run Instance = Samples.Run(1, job: 2, name: "flow") with
    {
        Processor = ProcessorReference.Workflow,
        State = RunState.Running,
    };

    [Fact]
    public async Task Workflow_AmongJobs_IsListedApartAndLoadedWithItsParams()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), Samples.Job(2, "flow", "[2]") with { IsWorkflow = true });

        (await Store.Queries.ListJobsAsync("shop", workflows: true, null, null, 10))
            .Select(job => (job.Name, job.IsWorkflow))
            .ShouldBe([("flow", true)]);
        (await Store.Queries.JobNamesAsync("shop", workflows: false)).ShouldBe(["report"]);
        (await Store.LoadAsync(owner.Claim)).Jobs.Select(job => job.Params).ShouldBe([null, "[2]"]);
    }

    [Fact]
    public async Task Journal_OfAnOpenInstance_IsLoadedInItsOrder()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(new RunInserted(Instance, "{}"), Event(1));
        await owner.CommitAsync(Event(2), Event(3));

        var stored = (await Store.LoadAsync(owner.Claim)).Instances.ShouldHaveSingleItem();
        stored.Snapshot.ShouldBeNull();
        stored.Events.ShouldBe([Text(1), Text(2), Text(3)]);
        (await Store.Queries.ListJournalAsync("shop", Instance.Id, 1, 1)).ShouldBe([new JournalEntry(2, Text(2))]);
    }

    [Fact]
    public async Task Snapshot_BehindWhichEventsFollow_IsLoadedWithThoseAlone()
    {
        var owner = await OwnAsync();
        var whole = new WorkflowInstance
        {
            Id = Instance.Id,
            Sequence = 2,
            Workflow = "flow",
        };
        await owner.CommitAsync(new RunInserted(Instance, "{}"), Event(1), Event(2), new WorkflowSnapshotted(whole));
        await owner.CommitAsync(Event(3), new WorkflowSnapshotted(whole with { Sequence = 3 }), Event(4));

        var stored = (await Store.LoadAsync(owner.Claim)).Instances.ShouldHaveSingleItem();
        WorkflowJournal.ReadSnapshot(stored.Snapshot!).Sequence.ShouldBe(3);
        stored.Events.ShouldBe([Text(4)]);
        (await Store.Queries.ListJournalAsync("shop", Instance.Id, 0, 10)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Snapshot_OfAVeryLongJournal_RemovesItsOldestEntries()
    {
        const int kept = 50_000;
        var owner = await OwnAsync();
        await owner.CommitAsync(new RunInserted(Instance, "{}"), Event(1), Event(2), Event(kept + 1));
        await owner.CommitAsync(new WorkflowSnapshotted(new WorkflowInstance { Id = Instance.Id, Sequence = kept + 1 }));

        (await Store.Queries.ListJournalAsync("shop", Instance.Id, 0, 10)).Select(entry => entry.Position).ShouldBe([2, kept + 1]);
    }

    [Fact]
    public async Task Params_OfInstancesThatHaveNotBegun_AreLoaded()
    {
        var owner = await OwnAsync();
        var waits = Instance with { State = RunState.Queued, Waits = WaitReason.Overlap };
        var job = Samples.Run(2);
        await owner.CommitAsync(Samples.Job(1), new RunInserted(waits, "[1]"), new RunInserted(job, "[2]"));

        var contents = await Store.LoadAsync(owner.Claim);
        contents.Params.ShouldBe([KeyValuePair.Create(waits.Id, "[1]")]);
        contents.Instances.ShouldBeEmpty();
    }

    [Fact]
    public async Task Instance_ThatHasEnded_IsFoundNotLoadedAndOpenAgainWhenReopened()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(new RunInserted(Instance, "{}"), Event(1));
        await owner.CommitAsync(new RunEnded(Instance.Ended(RunState.Failed), null, new Failure("Broken", "it broke", "", [])), Event(2));
        (await Store.LoadAsync(owner.Claim)).Instances.ShouldBeEmpty();

        var found = (await Store.Queries.FindInstanceAsync("shop", Instance.Id)).ShouldNotBeNull();
        found.Run.Failure!.Message.ShouldBe("it broke");
        found.Instance.Events.ShouldBe([Text(1), Text(2)]);

        await owner.CommitAsync(new RunReopened(Instance, null, null), Event(3));
        var open = await Store.LoadAsync(owner.Claim);
        open.OpenRuns.ShouldHaveSingleItem().State.ShouldBe(RunState.Running);
        open.Instances.ShouldHaveSingleItem().Events.Count.ShouldBe(3);
        (await ReadAsync(Instance)).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Instance_ReopenedAndEndedInOneCommit_HasTheNewEnd()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(new RunInserted(Instance, "{}"), Event(1));
        await owner.CommitAsync(new RunEnded(Instance.Ended(RunState.Failed), null, new Failure("Broken", "it broke", "", [])));
        await owner.CommitAsync(new RunReopened(Instance.Ended(), "[3]", null));

        var read = await ReadAsync(Instance);
        (read.Run.State, read.Result, read.Failure).ShouldBe((RunState.Succeeded, "[3]", null));
    }

    [Fact]
    public async Task Instance_BegunAndEndedInOneCommit_HasItsEndAndItsTexts()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(new RunInserted(Instance, "{}"), new RunEnded(Instance.Ended(), "[3]", null));

        var read = await ReadAsync(Instance);
        (read.Run.State, read.Result).ShouldBe((RunState.Succeeded, "[3]"));
    }

    [Fact]
    public async Task List_OfInstances_LeavesOutRunsOfJobs()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), new RunInserted(Instance, "{}"), new RunInserted(Samples.Run(2), null));

        var filter = new RunFilter(null, [], null, null, null, 10) { OnlyInstances = true };
        (await Store.Queries.ListRunsAsync("shop", filter)).Select(run => run.Run.Id).ShouldBe([Instance.Id]);
    }

    [Fact]
    public async Task Event_OfAFencedOwner_IsNotWritten()
    {
        var old = await OwnAsync();
        await old.CommitAsync(new RunInserted(Instance, "{}"), Event(1));
        var owner = await OwnAsync();
        (await old.TryAsync(Event(2))).ShouldBeOfType<AppCommitResult.Fenced>();
        await owner.CommitAsync(Event(2));
        (await Store.Queries.ListJournalAsync("shop", Instance.Id, 0, 10)).Count.ShouldBe(2);
    }

    private static WorkflowJournaled Event(long position) => new(Instance.Id, position, Happened(position));

    private static string Text(long position) => WorkflowJournal.Write(Happened(position));

    private static NodeDecided Happened(long position) => new(Samples.Noon + Duration.FromSeconds(position), "size", $"branch {position}");
}
