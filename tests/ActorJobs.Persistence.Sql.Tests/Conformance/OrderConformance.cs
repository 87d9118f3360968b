using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Writes are merged and combined, and have the effect of their order all the same.</summary>
public abstract class OrderConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task RunsInserted_BeforeAndAfterTheJobChanges_GetTheParamsOfTheirPlace()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1, @params: "\"old\""));

        var result = await owner.CommitAsync(
            new RunInserted(Samples.Run(1).Dispatched(1), null),
            Samples.Job(1, @params: "\"new\"", version: 2),
            new RunInserted(Samples.Run(2).Dispatched(2), null),
            new JobDeleted(1),
            Samples.Job(2, @params: "\"other\""),
            new RunInserted(Samples.Run(3, job: 2).Dispatched(3), null)
        );

        result
            .Params.OrderBy(static pair => pair.Key.ToString(), StringComparer.Ordinal)
            .Select(static pair => pair.Value)
            .ShouldBe(["\"old\"", "\"new\"", "\"other\""]);
        (await ReadAsync(Samples.Run(1))).Params.ShouldBe("\"old\"");
        (await ReadAsync(Samples.Run(2))).Params.ShouldBe("\"new\"");
        (await Store.LoadAsync(owner.Claim)).Jobs.ShouldHaveSingleItem().JobId.ShouldBe(2);
    }

    [Fact]
    public async Task RunInserted_WithoutParamsAndJob_IsRolledBack()
    {
        var owner = await OwnAsync();
        (await owner.TryAsync(new RunInserted(Samples.Run(1), null))).ShouldBeOfType<AppCommitResult.RolledBack>();
        (await Store.Queries.FindRunAsync("shop", Samples.Run(1).Id)).ShouldBeNull();
    }

    [Fact]
    public async Task RunInserted_AndChangedInTheSameCommit_IsStoredAsItIsLast()
    {
        var owner = await OwnAsync();
        var queued = Samples.Run(1) with { QueuedAt = Samples.Noon };
        var failed = Samples.Run(2).Ended(RunState.Failed);

        await owner.CommitAsync(
            new RunInserted(Samples.Run(1, RunState.Scheduled), "1"),
            new RunUpdated(queued),
            new RunInserted(Samples.Run(2), "2"),
            new RunEnded(failed, "\"partial\"", new Failure("T", "m", "", [])),
            new RunUpdated(failed with { QueuedAt = Samples.Noon })
        );

        (await ReadAsync(queued)).Run.ShouldBe(queued);
        var record = await ReadAsync(failed);
        record.Run.QueuedAt.ShouldBe(Samples.Noon);
        record.Result.ShouldBe("\"partial\"");
        record.Failure.ShouldNotBeNull().Message.ShouldBe("m");
    }

    [Fact]
    public async Task RunDispatched_AndStoppedInTheSameCommit_StillBringsItsParams()
    {
        var owner = await OwnAsync();
        var stopping = Samples.Run(1).Dispatched() with { State = RunState.Stopping };

        var result = await owner.CommitAsync(new RunInserted(Samples.Run(1).Dispatched(), "\"own\""), new RunUpdated(stopping));

        result.Params[stopping.Id].ShouldBe("\"own\"");
        (await ReadAsync(stopping)).Run.ShouldBe(stopping);
    }

    [Fact]
    public async Task ScheduleWritten_SeveralTimesAndDeleted_StandsAsLeftLast()
    {
        var owner = await OwnAsync();
        var later = Samples.Mark(Samples.Noon + Duration.FromSeconds(9));
        await owner.CommitAsync(
            Samples.Job(1),
            new ScheduleWritten(1, "a", Samples.Mark(Samples.Noon)),
            new ScheduleWritten(1, "b", Samples.Mark(Samples.Noon)),
            new ScheduleDeleted(1, "b"),
            new ScheduleDeleted(1, "a"),
            new ScheduleWritten(1, "a", later)
        );

        (await Store.LoadAsync(owner.Claim)).Schedules.ShouldBe([new StoredSchedule(1, "a", later)]);
    }

    [Fact]
    public async Task JobDeleted_AndAnotherCreatedUnderItsName_ReplacesItInOneCommit()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), new ScheduleWritten(1, "main", Samples.Mark(Samples.Noon)));
        await owner.CommitAsync(new JobDeleted(1), Samples.Job(2), new ScheduleWritten(2, "main", Samples.Mark(Samples.Noon)));

        var contents = await Store.LoadAsync(owner.Claim);
        contents.Jobs.ShouldHaveSingleItem().JobId.ShouldBe(2);
        contents.Schedules.ShouldHaveSingleItem().JobId.ShouldBe(2);
    }

    [Fact]
    public async Task JobWrittenAndRedefined_InOneCommit_HasTheLastDefinitionAndItsParams()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1, @params: "[7]"), new JobRedefined(1, 2, "{}", Samples.Noon));

        var job = (await Store.Queries.FindJobAsync("shop", "report")).ShouldNotBeNull();
        (job.Version, job.Definition, job.Params).ShouldBe((2, "{}", "[7]"));
    }

    [Fact]
    public async Task Commits_OfOneClaimGivenWithoutWaiting_AllTakeEffectAndEachHasItsOwnParams()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1));

        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 50)
                .Select(number => Store.CommitAsync(owner.Next(new RunInserted(Samples.Run(number).Dispatched(number), null))).AsTask())
        );

        for (var index = 0; index < results.Length; index++)
        {
            results[index].ShouldBeOfType<AppCommitResult.Committed>().Params.Keys.ShouldBe([Samples.Run(index + 1).Id]);
        }
        var claim = (await Store.ClaimAsync("shop")).ShouldNotBeNull();
        claim.Sequence.ShouldBe(51);
        (await Store.LoadAsync(claim)).OpenRuns.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Commits_ChangingOneRunWithoutWaiting_LeaveItAsTheLastOneSays()
    {
        var owner = await OwnAsync();
        var run = Samples.Run(1);
        await owner.CommitAsync(run);

        AppWrite[] writes =
        [
            new RunUpdated(run.Dispatched(1)),
            new RunUpdated(run.Dispatched(1) with { State = RunState.Running }),
            new RunUpdated(run),
            new RunUpdated(run.Dispatched(2)),
            new RunEnded(run.Dispatched(2).Ended(), "\"done\"", null),
        ];
        var results = await Task.WhenAll(writes.Select(write => Store.CommitAsync(owner.Next(write)).AsTask()));

        results.Select(static result => ((AppCommitResult.Committed)result).Params.Count).ShouldBe([1, 0, 0, 1, 0]);
        var record = await ReadAsync(run);
        record.Run.ShouldBe(run.Dispatched(2).Ended());
        record.Result.ShouldBe("\"done\"");
    }

    [Fact]
    public async Task RunInserted_ThatExistsAlready_IsReportedAndStaysAsItWas()
    {
        var owner = await OwnAsync();
        var ended = Samples.Run(1).Ended();
        await owner.CommitAsync(ended, "\"first\"");

        var result = await owner.CommitAsync(
            new RunInserted(Samples.Run(1).Dispatched(), "\"second\""),
            new RunInserted(Samples.Run(2).Dispatched(), "\"fresh\"")
        );

        result.Existing.ShouldBe([ended.Id]);
        result.Params.Keys.ShouldBe([Samples.Run(2).Id]);
        var record = await ReadAsync(ended);
        record.Run.ShouldBe(ended);
        record.Params.ShouldBe("\"first\"");
    }

    [Fact]
    public async Task RunIds_OfDifferentApps_DoNotCollide()
    {
        var shop = await OwnAsync();
        var bank = await OwnAsync("bank");
        (await shop.CommitAsync(Samples.Run(1), "\"shop\"")).Existing.ShouldBeEmpty();
        (await bank.CommitAsync(Samples.Run(1), "\"bank\"")).Existing.ShouldBeEmpty();
        (await ReadAsync(Samples.Run(1))).Params.ShouldBe("\"shop\"");
        (await ReadAsync(Samples.Run(1), "bank")).Params.ShouldBe("\"bank\"");
    }
}
