using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Pauses of jobs: kept beside their definitions, and seen in their runs.</summary>
public abstract class PauseConformance(TestDatabase database) : StoreConformance(database)
{
    private static readonly Pause Short = new("ann", Samples.Noon + Duration.FromMilliseconds(123), null, null);

    private static readonly Pause Full = Short with { Note = "räumen", Until = Samples.Noon + Duration.FromHours(2) };

    [Fact]
    public async Task JobPauseWritten_OfAJob_IsReadBackByItsOwnerAndByLists()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), Samples.Job(2, "other"), Samples.Job(3, "free"));
        await owner.CommitAsync(new JobPauseWritten(1, Full), new JobPauseWritten(2, Short));

        (await Store.LoadAsync(owner.Claim)).Jobs.Select(static job => job.Pause).ShouldBe([Full, Short, null]);
        (await Store.Queries.ListJobsAsync("shop", workflows: false, null, null, 10))
            .Select(static job => (job.Name, job.Pause))
            .ShouldBe([("free", null), ("other", Short), ("report", Full)]);
        (await Store.Queries.FindJobAsync("shop", "report")).ShouldNotBeNull().Pause.ShouldBe(Full);
    }

    [Fact]
    public async Task JobPauseWritten_Again_StandsAsLeftLast()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), new JobPauseWritten(1, Full), new JobPauseWritten(1, Short));
        (await PauseAsync()).ShouldBe(Short);
        await owner.CommitAsync(new JobPauseWritten(1, Full), new JobPauseWritten(1, null));
        (await PauseAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Job_ThatIsPausedAndGetsANewDefinition_StaysPausedAndHasNoVersionMore()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1));
        await owner.CommitAsync(new JobPauseWritten(1, Full));
        (await Store.Queries.FindJobAsync("shop", "report")).ShouldNotBeNull().UpdatedAt.ShouldBe(Samples.Noon);
        await owner.CommitAsync(Samples.Job(1, version: 2));
        await owner.CommitAsync(new JobRedefined(1, 3, "{}", Samples.Noon));

        (await PauseAsync()).ShouldBe(Full);
        (await Store.Queries.ListJobVersionsAsync("shop", "report", null, 10))
            .Select(static version => version.Version)
            .ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task Job_ThatIsPausedAndDeletedInOneCommit_LeavesNothing()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1));
        await owner.CommitAsync(new JobPauseWritten(1, Full), new JobDeleted(1), Samples.Job(2));

        (await PauseAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Fenced_Owner_PausesNothing()
    {
        var old = await OwnAsync();
        await old.CommitAsync(Samples.Job(1));
        await TestOwner.ClaimAsync(Store, "shop");

        (await Store.CommitAsync(old.Next(new JobPauseWritten(1, Full)))).ShouldBeOfType<AppCommitResult.Fenced>();
        (await PauseAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Runs_ThatWaitWhileTheirJobIsPaused_SaySoToReadersAlone()
    {
        var owner = await OwnAsync();
        var queued = Samples.Run(1) with { Waits = WaitReason.Overlap };
        var running = Samples.Run(2).Dispatched();
        var delayed = Samples.Run(3, RunState.Scheduled);
        var other = Samples.Run(4, job: 2, name: "other") with { Waits = WaitReason.NoWorker };
        Run[] runs = [queued, running, delayed, other];
        await owner.CommitAsync([Samples.Job(1), Samples.Job(2, "other"), .. runs.Select(static run => new RunInserted(run, null))]);
        await owner.CommitAsync(new JobPauseWritten(1, Short));

        var listed = await Store.Queries.ListRunsAsync("shop", new RunFilter(null, [], null, null, null, 10));
        listed
            .Select(static record => record.Run.Waits)
            .ShouldBe([WaitReason.NoWorker, WaitReason.Paused, WaitReason.None, WaitReason.Paused]);
        (await ReadAsync(queued)).Run.ShouldBe(queued with { Waits = WaitReason.Paused });
        (await Store.LoadAsync(owner.Claim)).OpenRuns.ShouldBe(runs, ignoreOrder: true);

        await owner.CommitAsync(new JobPauseWritten(1, null));
        (await ReadAsync(queued)).Run.ShouldBe(queued);
    }

    private async Task<Pause?> PauseAsync() => (await Store.Queries.FindJobAsync("shop", "report")).ShouldNotBeNull().Pause;
}
