using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;
using ActorJobs.TestKit.Workers;
using ActorJobs.Worker;

namespace ActorJobs.TestKit.Tests.Jobs;

public class ScheduleTests
{
    private const string Nightly = """
        { "name": "nightly", "processor": { "name": "report" },
          "schedules": [ { "kind": "cron", "expression": "0 0 3 * * ?", "timeZone": "Europe/Berlin" } ] }
        """;

    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1));
    private static readonly DateTimeOffset NextYear = NewYear.AddYears(1);

    [Fact]
    public void Fires_OfANightlyJobOverAYear_StayAtThreeInTheMorning()
    {
        var fires = JobPlan.Read(Nightly).Fires(NewYear, NextYear).ShouldCount(365).ShouldAllBeAt("03:00", "Europe/Berlin");
        fires[0].At.Offset.ShouldBe(TimeSpan.Zero);
        JobPlan
            .Read(Nightly)
            .Fires(new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 30, 0, 0, 0, TimeSpan.Zero))
            .ShouldBe("2026-03-28T03:00:00+01:00", "2026-03-29T03:00:00+02:00");
    }

    [Fact]
    public async Task Advance_AYearOfANightlyJob_RunsItEachNight()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
        {
            options.Start = NewYear;
            options.Processors.AddProcessor("report", (TimeProvider time) => ProcessResult.Success(time.GetUtcNow()));
        });
        await kit.SaveJobAsync(Nightly);
        await kit.AdvanceToAsync(NextYear);
        kit.Now.ShouldBe(NextYear);
        var planned = JobPlan.Read(Nightly).Fires(NewYear, NextYear).Select(fire => fire.At);
        kit.Runs.ShouldCount(365).ShouldAllBe(RunState.Succeeded).Select(run => run.Planned).ShouldBe(planned);
        kit.Runs.ShouldAll(run => run.GetResult<DateTimeOffset>() == run.Planned && run.Ended == run.Planned);
    }

    [Fact]
    public async Task Advance_WithAFixedDelayAndADelayedRun_FollowsTheRuns()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
            options.Processors.AddProcessor("poll", (TimeProvider time) => Task.Delay(TimeSpan.FromMinutes(10), time))
        );
        await kit.SaveJobAsync(
            """{ "name": "poll", "processor": { "name": "poll" }, "schedules": [ { "kind": "fixedDelay", "every": "50m" } ] }"""
        );
        await kit.SubmitAsync("poll", delay: TimeSpan.FromDays(3));
        await kit.AdvanceAsync(TimeSpan.FromHours(3.5));
        kit.Runs.Where(run => run.TriggerKind == TriggerKind.Schedule)
            .ShouldBePlannedAt("2026-01-01T00:50:00Z", "2026-01-01T01:50:00Z", "2026-01-01T02:50:00Z");
        await kit.DisableJobAsync("poll");
        await kit.AdvanceAsync(TimeSpan.FromDays(4));
        var asked = kit.Runs.Where(run => run.TriggerKind == TriggerKind.Api).ShouldBeOne().ShouldBe(RunState.Succeeded);
        asked.Planned.ShouldBe(new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero));
        asked.Started.ShouldBe(asked.Planned);
    }

    [Fact]
    public async Task Pause_ForAWhile_LetsRunsWaitAndLeavesFiresOut()
    {
        await using var kit = await JobTestKit.StartAsync(options => options.Processors.AddProcessor("report", () => { }));
        await kit.SaveJobAsync(
            """{ "name": "hourly", "processor": { "name": "report" }, "schedules": [ { "kind": "cron", "expression": "0 0 * * * ?" } ] }"""
        );
        await kit.AdvanceAsync(TimeSpan.FromMinutes(30));
        await kit.PauseJobAsync("hourly", TimeSpan.FromHours(3));
        var run = await kit.SubmitAsync("hourly");
        run.ShouldBe(RunState.Queued);
        await kit.AdvanceAsync(TimeSpan.FromHours(4));

        kit.Runs.WithId(run.Id).ShouldBe(RunState.Succeeded).Started.ShouldBe(new DateTimeOffset(2026, 1, 1, 3, 30, 0, TimeSpan.Zero));
        kit.Runs.In(RunState.Skipped).ShouldBeOne().Omitted!.Count.ShouldBe(3);
        await kit.PauseJobAsync("hourly");
        await kit.ResumeJobAsync("hourly");
        (await kit.SubmitAsync("hourly")).ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task Pause_OfAJobWithoutSchedules_EndsAtItsOwnTime()
    {
        await using var kit = await JobTestKit.StartAsync(options => options.Processors.AddProcessor("report", () => { }));
        await kit.SaveJobAsync("""{ "name": "now-and-then", "processor": { "name": "report" } }""");
        await kit.PauseJobAsync("now-and-then", TimeSpan.FromHours(3));
        await kit.SubmitAsync("now-and-then");
        await kit.AdvanceUntilIdleAsync(within: TimeSpan.FromDays(1));
        kit.Runs.ShouldBeOne().ShouldBe(RunState.Succeeded).Started.ShouldBe(new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero));
        kit.Now.ShouldBe(new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Outage_OverSomeFires_AppliesTheMisfirePolicy()
    {
        const string hourly = """
            { "name": "hourly", "processor": { "name": "report" }, "misfire": { "policy": "fireOnce", "window": "12h" },
              "schedules": [ { "kind": "cron", "expression": "0 0 * * * ?" } ] }
            """;
        await using var kit = await JobTestKit.StartAsync(options => options.Processors.AddProcessor("report", () => { }));
        await kit.SaveJobAsync(hourly);
        await kit.AdvanceAsync(TimeSpan.FromMinutes(90));
        var away = kit.Now;
        await kit.OutageAsync(TimeSpan.FromHours(24));
        await kit.AdvanceAsync(TimeSpan.FromMinutes(1));
        kit.Runs.In(RunState.Succeeded).ShouldBePlannedAt("2026-01-01T01:00:00Z", "2026-01-02T01:00:00Z");
        var missed = JobPlan.Read(hourly).FiresAfterOutage(away, away + TimeSpan.FromHours(24)).ShouldBe("2026-01-02T01:00:00Z");
        missed.Missed.Select(range => range.Count).ShouldBe([12, 11]);
        kit.Runs.In(RunState.Missed)
            .Select(run => (run.Omitted!.Count, run.Omitted.Reason))
            .ShouldBe(missed.Missed.Select(range => (range.Count, range.Reason)));

        // Both clocks of the kit still show the same time, before any skip has set scheduling time anew.
        kit.Runs.In(RunState.Succeeded)[1].Started.ShouldBe(away + TimeSpan.FromHours(24));
    }

    [Fact]
    public void Read_OfAWrongDefinition_TellsTheErrorsOfTheServer()
    {
        var failure = Should.Throw<InvalidDefinitionException>(() =>
            JobPlan.Read(
                """{ "name": "x", "processor": { "name": "report" }, "schedule": [], "schedules": [ { "kind": "cron", "expression": "0 0 25 * * ?" } ] }"""
            )
        );
        failure
            .Errors.Select(error => (error.Field, error.Code))
            .ShouldBe([("schedule", ErrorCodes.UnknownField), ("schedules[0].expression", ErrorCodes.InvalidCron)], ignoreOrder: true);
        failure.Message.ShouldContain("schedules[0].expression: ");
        Should.Throw<InvalidDefinitionException>(() => JobPlan.Read("{")).Errors.Single().Code.ShouldBe(ErrorCodes.InvalidJson);
    }

    [Fact]
    public async Task SaveJob_WrongOrRefused_ThrowsWhatTheServerAnswers()
    {
        await using var kit = await JobTestKit.StartAsync();
        (await Should.ThrowAsync<InvalidDefinitionException>(kit.SaveJobAsync("{}"))).Errors[0].Code.ShouldBe(ErrorCodes.MissingField);
        (await kit.SaveJobAsync(Nightly)).ShouldBe(1);
        (await kit.SaveJobAsync(Nightly)).ShouldBe(2);
        var refusal = await Should.ThrowAsync<RefusalException>(kit.SubmitAsync("nightli"));
        (refusal.Code, refusal.Field).ShouldBe((ErrorCodes.JobNotFound, "job"));
        refusal.Candidates.ShouldBe(["nightly"]);
    }

    [Fact]
    public void Expectations_OfFiresThatDoNotHold_ListWhatWasFound()
    {
        var fires = JobPlan.Read(Nightly).Fires(new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 30, 0, 0, 0, TimeSpan.Zero));
        Should
            .Throw<ExpectationException>(() => fires.ShouldCount(3))
            .Message.ShouldBe(
                """
                Expected 3 fires of job nightly from 2026-03-28T00:00:00Z to 2026-03-30T00:00:00Z; found 2:
                  main  2026-03-28T02:00:00+00:00
                  main  2026-03-29T01:00:00+00:00
                """
            );
        Should
            .Throw<ExpectationException>(() => fires.ShouldAllBeAt("03:00", "UTC"))
            .Message.ShouldContain("found others:\n  main  2026-03-28T02:00:00+00:00");
        Should
            .Throw<ExpectationException>(() => fires.ShouldBe("2026-03-28T02:00:00Z"))
            .Message.ShouldContain("to be 2026-03-28T02:00:00Z");
        Should.Throw<ExpectationException>(() => fires.ShouldMiss(1, "window")).Message.ShouldContain("1 of the fires");
        Should.Throw<FormatException>(() => fires.ShouldBe("2026-03-28T02:00:00")).Message.ShouldContain("expected an instant such as");
    }
}
