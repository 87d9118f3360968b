using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Every kind of write, and what can be read afterwards.</summary>
public abstract class WriteConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task JobWritten_NewAndAgain_IsReadBackAsItIs()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1, "räport", "{\"a\":1}"));
        await owner.CommitAsync(Samples.Job(1, "räport", "{\"a\":2}", version: 2) with { At = Samples.Noon + Duration.FromHours(1) });

        var job = await Store.Queries.FindJobAsync("shop", "räport");
        job.ShouldBe(
            new JobRecord(1, "räport", 2, "{\"name\":\"räport\"}", "{\"a\":2}", Samples.Noon, Samples.Noon + Duration.FromHours(1))
        );
        (await Store.LoadAsync(owner.Claim)).Jobs.ShouldBe([new StoredJob(1, "räport", 2, "{\"name\":\"räport\"}", null)]);
    }

    [Fact]
    public async Task JobRedefined_OfAJob_KeepsItsParams()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1, @params: "[1]"));
        await owner.CommitAsync(new JobRedefined(1, 2, "{\"name\":\"report\",\"enabled\":false}", Samples.Noon + Duration.FromDays(1)));

        var job = (await Store.Queries.FindJobAsync("shop", "report")).ShouldNotBeNull();
        job.Params.ShouldBe("[1]");
        job.Version.ShouldBe(2);
        job.Definition.ShouldBe("{\"name\":\"report\",\"enabled\":false}");
        job.UpdatedAt.ShouldBe(Samples.Noon + Duration.FromDays(1));
    }

    [Fact]
    public async Task JobDeleted_WithSchedulesAndRuns_LeavesTheRuns()
    {
        var owner = await OwnAsync();
        var run = Samples.Run(1).Ended();
        await owner.CommitAsync(Samples.Job(1), new ScheduleWritten(1, "main", Samples.Mark(Samples.Noon)), new RunInserted(run, null));
        await owner.CommitAsync(new JobDeleted(1));

        var contents = await Store.LoadAsync(owner.Claim);
        contents.Jobs.ShouldBeEmpty();
        contents.Schedules.ShouldBeEmpty();
        (await ReadAsync(run)).Params.ShouldBe("{\"of\":\"job\"}");
    }

    [Fact]
    public async Task ScheduleWritten_WithEveryMark_IsReadBackToTheMicrosecond()
    {
        var owner = await OwnAsync();
        var exact = Samples.Noon + Duration.FromNanoseconds(123_456_000);
        var finer = exact + Duration.FromNanoseconds(789);
        var follows = Samples.Run(3).Id;
        await owner.CommitAsync(
            Samples.Job(1),
            new ScheduleWritten(1, "a", new ScheduleMark(exact, exact, null, null)),
            new ScheduleWritten(1, "b", new ScheduleMark(finer, finer, follows, finer)),
            new ScheduleWritten(1, "c", new ScheduleMark(Samples.Noon, Samples.Noon, null, null))
        );
        await owner.CommitAsync(new ScheduleDeleted(1, "c"));
        await owner.CommitAsync(new ScheduleWritten(1, "a", new ScheduleMark(exact, exact + Duration.FromSeconds(1), null, null)));

        (await Store.LoadAsync(owner.Claim)).Schedules.ShouldBe([
            new StoredSchedule(1, "a", new ScheduleMark(exact, exact + Duration.FromSeconds(1), null, null)),
            new StoredSchedule(1, "b", new ScheduleMark(exact, exact, follows, exact)),
        ]);
    }

    [Fact]
    public async Task Instants_BeforeTheEpochAndFinerThanAMicrosecond_AreCutOffTowardThePast()
    {
        var owner = await OwnAsync();
        var early = Instant.FromUnixTimeTicks(-15);
        await owner.CommitAsync(Samples.Job(1), new ScheduleWritten(1, "a", new ScheduleMark(early, early, null, null)));

        (await Store.LoadAsync(owner.Claim)).Schedules.ShouldHaveSingleItem().Mark.Anchor.ShouldBe(Instant.FromUnixTimeTicks(-20));
    }

    [Fact]
    public async Task RunInserted_WithEveryFieldSet_IsReadBackAsItIs()
    {
        var owner = await OwnAsync();
        var run = Full(Samples.Run(1), RunState.Stopping);
        await owner.CommitAsync(new RunInserted(run, "{\"own\":true}"));

        var record = await ReadAsync(run);
        record.Run.ShouldBe(run);
        record.Params.ShouldBe("{\"own\":true}");
        record.Result.ShouldBeNull();
        record.Failure.ShouldBeNull();
        (await Store.LoadAsync(owner.Claim)).OpenRuns.ShouldBe([run]);
    }

    [Fact]
    public async Task RunUpdated_WithEveryFieldSetAndClearedAgain_IsReadBackAsItIs()
    {
        var owner = await OwnAsync();
        var bare = Samples.Run(1);
        var full = Full(bare, RunState.Running) with { Trigger = bare.Trigger, Delivery = bare.Delivery };
        await owner.CommitAsync(bare);

        await owner.CommitAsync(new RunUpdated(full));
        (await ReadAsync(bare)).Run.ShouldBe(full);
        await owner.CommitAsync(new RunUpdated(bare));
        (await ReadAsync(bare)).Run.ShouldBe(bare);
    }

    [Fact]
    public async Task Runs_InEveryState_AreLoadedOnlyWhileTheyAreOpen()
    {
        var owner = await OwnAsync();
        var states = Enum.GetValues<RunState>();
        var runs = states.Select((state, number) => Samples.Run(number, state)).ToArray();
        await owner.CommitAsync([.. runs.Select(static run => new RunInserted(run, "1"))]);

        (await Store.LoadAsync(owner.Claim)).OpenRuns.ShouldBe(runs.Where(static run => !run.State.IsEnd()));
        foreach (var run in runs)
        {
            (await ReadAsync(run)).Run.ShouldBe(run);
        }
    }

    [Fact]
    public async Task RunEnded_WithTexts_KeepsThemThroughALaterUpdate()
    {
        var owner = await OwnAsync();
        var cause = new Failure("Inner", "because", "", []);
        var failure = new Failure("System.InvalidOperationException", "no \0 \"good\" \ud800 ☃", "at X\n  at Y", [cause, cause]);
        var failed = Samples.Run(1).Ended(RunState.Failed);
        var succeeded = Samples.Run(2).Ended();
        await owner.CommitAsync(new RunInserted(Samples.Run(1), "1"), new RunInserted(Samples.Run(2), "1"));
        await owner.CommitAsync(new RunEnded(failed, null, failure), new RunEnded(succeeded, "[1,2]", null));
        await owner.CommitAsync(new RunUpdated(succeeded));

        var record = await ReadAsync(failed);
        record.Run.ShouldBe(failed);
        var read = record.Failure.ShouldNotBeNull();
        read.Message.ShouldBe("no \0 \"good\" \ufffd ☃");
        read.Causes.Select(static inner => inner.Message).ShouldBe(["because", "because"]);
        (await ReadAsync(succeeded)).Result.ShouldBe("[1,2]");
    }

    [Fact]
    public async Task RunEnded_WithADeepChainOfCauses_IsReadBack()
    {
        var owner = await OwnAsync();
        var failure = Enumerable
            .Range(0, 150)
            .Aggregate(new Failure("T", "m", "", []), static (inner, _) => new Failure("T", "m", "", [inner]));
        var run = Samples.Run(1);
        await owner.CommitAsync(run);
        await owner.CommitAsync(new RunEnded(run.Ended(RunState.Failed), null, failure));

        var depth = 0;
        for (var at = (await ReadAsync(run)).Failure; at is not null; at = at.Causes.Count > 0 ? at.Causes[0] : null)
        {
            depth++;
        }
        depth.ShouldBe(151);
    }

    [Fact]
    public async Task RunUpdated_OfARunThatHasEnded_ChangesNothingUnlessItKeepsTheState()
    {
        var owner = await OwnAsync();
        var ended = Samples.Run(1).Ended(RunState.Cancelled);
        var skipped = Samples.Run(2, RunState.Skipped) with { Omitted = new OmittedFires(Samples.Noon, 1, "busy", null) };
        var longer = skipped with { Omitted = new OmittedFires(Samples.Noon + Duration.FromSeconds(5), 2, "busy", ended.Id) };
        await owner.CommitAsync(new RunInserted(ended, "1"), new RunInserted(skipped, "1"));

        var result = await owner.CommitAsync(new RunUpdated(Samples.Run(1).Dispatched()), new RunUpdated(longer));

        result.Params.ShouldBeEmpty();
        (await ReadAsync(ended)).Run.ShouldBe(ended);
        (await ReadAsync(skipped)).Run.ShouldBe(longer);
    }

    [Fact]
    public async Task AttemptsAndStaleReports_OfARun_AreListedOldestFirst()
    {
        var owner = await OwnAsync();
        var run = Samples.Run(1);
        var first = Samples.Attempt(run, token: 9) with { StartedAt = null, Reason = "bad \0 byte" };
        var second = Samples.Attempt(run, token: 10) with { Attempt = 2 };
        var stale = new StaleReported(run.Id, 1, 9, Samples.Worker, Samples.Noon + Duration.FromSeconds(2), AttemptOutcome.Succeeded);
        var earlier = stale with { At = Samples.Noon + Duration.FromSeconds(1), Outcome = AttemptOutcome.Failed };
        await owner.CommitAsync(new RunInserted(run, "1"), second, stale);
        await owner.CommitAsync(first, earlier);

        var history = await Store.Queries.FindHistoryAsync("shop", run.Id);
        history.Attempts.ShouldBe([first with { Reason = "bad \ufffd byte" }, second]);
        history.StaleReports.ShouldBe([earlier, stale]);
    }

    [Theory]
    [InlineData(RunState.Succeeded, 3, 0)]
    [InlineData(RunState.Failed, 3, 0)]
    [InlineData(RunState.Succeeded, 2, 1)]
    [InlineData(RunState.WorkerLost, 3, 1)]
    [InlineData(RunState.Cancelled, 3, 1)]
    public async Task StaleReport_OfTheReportThatEndedTheRun_IsNoRecord(RunState end, long token, int records)
    {
        var owner = await OwnAsync();
        var run = Samples.Run(1).Dispatched(token: 3);
        await owner.CommitAsync(new RunInserted(run, "1"), new RunEnded(run.Ended(end), null, null));

        await owner.CommitAsync(new StaleReported(run.Id, 1, token, Samples.Worker, Samples.Noon, AttemptOutcome.Succeeded));

        (await Store.Queries.FindHistoryAsync("shop", run.Id)).StaleReports.Count.ShouldBe(records);
    }

    [Fact]
    public async Task Committed_ForRunsPutIntoDispatched_HoldsTheirParams()
    {
        var owner = await OwnAsync();
        await owner.CommitAsync(Samples.Job(1), new RunInserted(Samples.Run(1), "\"own\""));

        var result = await owner.CommitAsync(
            new RunUpdated(Samples.Run(1).Dispatched()),
            new RunInserted(Samples.Run(2).Dispatched(), null),
            new RunInserted(Samples.Run(3), null)
        );

        result.Existing.ShouldBeEmpty();
        result.Params.ShouldBe(
            new Dictionary<RunId, string> { [Samples.Run(1).Id] = "\"own\"", [Samples.Run(2).Id] = "{\"of\":\"job\"}" },
            ignoreOrder: true
        );
    }

    private static Run Full(Run run, RunState state) =>
        run with
        {
            Trigger = new Trigger(TriggerKind.Api, "someone"),
            Delivery = Delivery.AtMostOnce,
            State = state,
            Due = Samples.Noon + Duration.FromSeconds(1),
            QueuedAt = Samples.Noon + Duration.FromSeconds(2),
            Waits = WaitReason.NoFreeSlot,
            Attempt = 3,
            Token = 77,
            Worker = Samples.Worker,
            DispatchedAt = Samples.Noon + Duration.FromSeconds(3),
            StartedAt = Samples.Noon + Duration.FromSeconds(4),
            Stop = new StopWish("asked to", Samples.Noon + Duration.FromSeconds(5)),
            EndedAt = Samples.Noon + Duration.FromSeconds(6),
            Omitted = new OmittedFires(Samples.Noon + Duration.FromSeconds(7), 8, "in the way", Samples.Run(8).Id),
        };
}
