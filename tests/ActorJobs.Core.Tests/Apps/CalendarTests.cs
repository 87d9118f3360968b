using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Tests.Jobs;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>The tests begin on Monday, 2026-03-02, at 08:00 UTC.</summary>
public class CalendarTests
{
    private const string Mondays = """{ "calendars": { "off": { "weekdays": ["mon"] } } }""";
    private const string Tuesdays = """{ "calendars": { "off": { "weekdays": ["tue"] } } }""";
    private const string HourlyDelay = """{ "kind": "fixedDelay", "every": "1h", "calendar": "off" }""";

    private static readonly string s_minutely = WithCalendar(Cron("0 * * * * ?"), "off");

    private readonly AppGroupDriver _driver = new();

    public CalendarTests() => _driver.AddOnline(slots: 9).Work = _ => (Duration.FromMilliseconds(100), AttemptOutcome.Succeeded);

    [Fact]
    public void Fire_OnAnExcludedDay_IsNone()
    {
        _driver.Configure(Mondays);
        _driver.Save(Job(s_minutely));
        _driver.Advance(Duration.FromHours(16) - Duration.FromSeconds(1));
        _driver.Store.Runs.ShouldBeEmpty("it is Monday, and a fire time that there is not is not missed");

        _driver.Advance(61);
        _driver.Store.Runs.Values.Select(run => run.Planned).Min().ShouldBe(Instant.FromUtc(2026, 3, 3, 0, 0));
    }

    [Fact]
    public void Configure_OfADayThatCountsAgain_FiresFromNowOnAndMakesUpForNothing()
    {
        _driver.Configure(Mondays);
        _driver.Save(Job(s_minutely, """ "misfire": { "policy": "fireAll", "window": "1d" } """));
        _driver.Advance(3600);
        _driver.Configure(Tuesdays);
        _driver.RestartServer();
        _driver.Advance(61);

        _driver.Store.Of("job").ShouldHaveSingleItem().Planned.ShouldBe(Instant.FromUtc(2026, 3, 2, 9, 1));
    }

    [Fact]
    public void Configure_OfADayThatCountsNoMore_EndsTheFiresAtOnceAndKeepsTheGrid()
    {
        _driver.Configure(Tuesdays);
        _driver.Save(Job("""{ "kind": "fixedRate", "every": "10s", "calendar": "off" }"""));
        _driver.Save(Job(s_minutely, name: "other"));
        _driver.Advance(25);
        _driver.Configure(Mondays);
        _driver.RestartServer();
        _driver.Advance(3600);
        _driver.Store.Of("job").Count.ShouldBe(2, "those of 10 s and 20 s");

        _driver.Configure(Tuesdays);
        _driver.Advance(10);
        var runs = _driver.Store.Of("job");
        runs.Count.ShouldBe(3);
        ((runs[2].Planned - runs[0].Planned).TotalSeconds % 10).ShouldBe(0, "the grid is that of the first saving");
        _driver.Store.Jobs.Values.Select(job => job.Version).ShouldBe([1, 1], "a version is one of the definition");
    }

    [Fact]
    public void Configure_OfOtherThings_LeavesTheMarksAlone()
    {
        _driver.Configure(Tuesdays);
        _driver.Save(Job(s_minutely));
        var mark = _driver.Store.Marks.Values.Single();
        _driver.Advance(5);
        _driver.Configure(
            """{ "limits": { "running": 5 }, "calendars": { "off": { "weekdays": ["tue"] }, "new": { "weekdays": ["mon"] } } }"""
        );

        _driver.Store.Marks.Values.Single().ShouldBe(mark);
    }

    [Fact]
    public void FixedDelay_DueOnAnExcludedDay_WaitsAndFollowsAChangeOfTheCalendar()
    {
        _driver.StartHeartbeats();
        _driver.Configure(Tuesdays);
        _driver.Save(Job(HourlyDelay));
        _driver.Advance(Duration.FromHours(17));
        _driver.Store.Of("job")[^1].Planned.ShouldBeLessThan(Instant.FromUtc(2026, 3, 3, 0, 0));
        var before = _driver.Store.Of("job").Count;

        _driver.RestartServer();
        _driver.Advance(Duration.FromHours(2));
        _driver.Store.Of("job").Count.ShouldBe(before, "it waits for Wednesday");
        _driver.Configure(Mondays);
        _driver.Advance(1);
        _driver.Store.Of("job").Count.ShouldBe(before + 1, "it has been due for long");
        _driver
            .Store.Of("job")[^1]
            .Planned.ShouldBeGreaterThan(Instant.FromUtc(2026, 3, 3, 3, 0), "it fires at the change, and not before");

        _driver.Configure(Tuesdays);
        _driver.Save(Job(HourlyDelay, """ "priority": 1 """), create: false);
        _driver.Advance(Duration.FromHours(21));
        _driver.Store.Of("job")[^1].Planned.ShouldBe(Instant.FromUtc(2026, 3, 4, 0, 0));
    }

    [Fact]
    public void Pause_OverExcludedDays_LeavesOutOnlyWhatWouldHaveFired()
    {
        _driver.Configure(Mondays);
        _driver.Save(Job(s_minutely));
        _driver.Save(Job(HourlyDelay, name: "delay"));
        _driver.Pause("job");
        _driver.Pause("delay");
        _driver.Advance(Duration.FromHours(16) + Duration.FromMinutes(9) + Duration.FromSeconds(30));
        _driver.Resume("job");
        _driver.Resume("delay");

        var left = _driver.Store.Of("job").ShouldHaveSingleItem();
        (left.Planned, left.Omitted!.Count).ShouldBe((Instant.FromUtc(2026, 3, 3, 0, 0), 10));
        _driver.Store.Of("delay").ShouldHaveSingleItem().Planned.ShouldBe(Instant.FromUtc(2026, 3, 3, 0, 0));
    }

    [Fact]
    public void CatchUp_OverExcludedDays_KnowsOnlyTheOthers()
    {
        _driver.Configure("""{ "calendars": { "off": { "dates": ["2026-03-03"] } } }""");
        _driver.Save(Job(WithCalendar(Cron("0 0 12 * * ?"), "off"), """ "misfire": { "policy": "fireAll", "window": "9d" } """));
        _driver.KillServer();
        _driver.Advance(Duration.FromDays(3));
        _driver.RestartServer();
        _driver.Advance(1);

        _driver.Store.Of("job").Select(run => run.Planned.InUtc().Day).ShouldBe([2, 4]);
        var listed = _driver.Group.FireTimesOf("job", null, _driver.Now - Duration.FromDays(3), _driver.Now, 9);
        (listed.First.Count, listed.Count).ShouldBe((2, 2));
    }

    [Fact]
    public void Save_WithACalendarThatThereIsNot_NamesTheNearestOne()
    {
        _driver.Configure("""{ "calendars": { "holidays": { "everyYear": ["12-25"] } } }""");
        var refusal = Should.Throw<RefusalException>(() =>
            _driver.Save(Job(Rate("1s") + ", " + WithCalendar(Rate("2s", "other"), "holiday")))
        );

        (refusal.Code, refusal.Field).ShouldBe((ErrorCodes.UnknownCalendar, "schedules[1].calendar"));
        refusal.Candidates.ShouldBe(["holidays"]);
        _driver.Save(Job(WithCalendar(Rate("2s"), "holidays")));
        Should
            .Throw<RefusalException>(() => _driver.Save(Job(WithCalendar(Rate("2s"), "holydays")), create: false))
            .Code.ShouldBe(ErrorCodes.UnknownCalendar);
    }

    [Fact]
    public void Save_OfAScheduleThatTheCalendarLeavesNothing_SaysSo()
    {
        _driver.Configure("""{ "calendars": { "holidays": { "everyYear": ["12-25"] } } }""");
        var refusal = Should.Throw<RefusalException>(() => _driver.Save(Job(WithCalendar(Cron("0 0 0 25 12 ?"), "holidays"))));

        refusal.Code.ShouldBe(ErrorCodes.NeverFires);
        refusal.Message.ShouldContain("calendar holidays excludes every fire time to come");
    }

    [Fact]
    public void Configure_WithoutACalendarInUse_NamesTheJobs()
    {
        _driver.Configure(Mondays);
        _driver.Save(Job(s_minutely, name: "b"));
        _driver.Save(Job(s_minutely, name: "a"));
        var refusal = Should.Throw<RefusalException>(() => _driver.Configure("{}"));

        (refusal.Code, refusal.Field).ShouldBe((ErrorCodes.CalendarInUse, "calendars.off"));
        refusal.Candidates.ShouldBe(["a", "b"]);
        _driver.Store.Settings.Calendars.Keys.ShouldBe(["off"]);
        _driver.Call((group, moment) => group.DeleteJob("a", false, moment));
        _driver.Save(Job("", name: "b"), create: false);
        _driver.Configure("{}");
        _driver.Store.Settings.Calendars.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ImportMode.AllOrNothing, Mondays, null)]
    [InlineData(ImportMode.Check, Tuesdays, null)]
    [InlineData(ImportMode.AllOrNothing, "{}", ErrorCodes.UnknownCalendar)]
    public void Import_OfJobsWithTheirCalendars_HoldsThemAgainstThose(ImportMode mode, string settings, string? code) =>
        Import(mode, settings, SomeJobs.Read(Job(s_minutely)).Definition!, null).Single().Why?.Code.ShouldBe(code);

    [Fact]
    public void Import_ThatTakesACalendarAway_NeedsItsLastUserToChangeWithIt()
    {
        _driver.Configure(Mondays);
        _driver.Save(Job(s_minutely));
        var (same, without) = (SomeJobs.Read(Job(s_minutely)).Definition!, SomeJobs.Read(Job(Rate("1s"))).Definition!);

        Should
            .Throw<RefusalException>(() => Import(ImportMode.Check, "{}", SomeJobs.Read(Job("", name: "new")).Definition!, null))
            .Code.ShouldBe(ErrorCodes.CalendarInUse);
        Should
            .Throw<RefusalException>(() => Import(ImportMode.WhatIsRight, "{}", same, new ExpectedJob(null, 1)))
            .Code.ShouldBe(ErrorCodes.CalendarInUse, "the job that is to change is refused, and stays as it is");
        Import(ImportMode.AllOrNothing, "{}", without, new ExpectedJob(null, 1)).Single().Saved.ShouldNotBeNull();
        _driver.Advance(3.5);
        _driver.Store.Of("job").Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{ "kind": "cron", "expression": "@daily", "timeZone": "Europe/Berlin", "calendar": "off" }""")]
    [InlineData("""{ "kind": "fixedRate", "every": "5s", "timeZone": "Europe/Berlin", "calendar": "off" }""")]
    [InlineData("""{ "kind": "fixedDelay", "every": "5s", "timeZone": "Europe/Berlin", "calendar": "off" }""")]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "17:00" }, "timeZone": "Europe/Berlin", "calendar": "off" }"""
    )]
    public void Calendar_OfAnyKind_IsReadWrittenAndTold(string schedule)
    {
        var read = SomeJobs.Read(Job(schedule)).Definition!;
        var again = SomeJobs.Read(JobDefinitionWriter.Write(read)).Definition!;

        read.Schedules[0].Calendar!.Name.ShouldBe("off");
        again.Schedules[0].ShouldBe(read.Schedules[0]);
        ScheduleWords.Describe(again.Schedules[0]).ShouldContain("calendar off excludes");
    }

    [Theory]
    [InlineData("""{ "kind": "once", "at": "2100-01-01T00:00:00Z", "calendar": "off" }""", "calendar", ErrorCodes.FieldNotAllowed)]
    [InlineData("""{ "kind": "fixedRate", "every": "1s", "calendar": "o f" }""", "calendar", ErrorCodes.InvalidName)]
    public void Calendar_WhereItHasNoSense_IsRefused(string schedule, string field, string code)
    {
        var error = SomeJobs.Read(Job(schedule)).Errors.ShouldHaveSingleItem();
        (error.Field, error.Code).ShouldBe(($"schedules[0].{field}", code));
    }

    private IReadOnlyList<ImportResult> Import(ImportMode mode, string settings, JobDefinition definition, ExpectedJob? replaces) =>
        _driver.Call(
            (group, moment) => group.ImportJobs(AppSettingsText.Read(settings), [new ImportedJob(definition, "{}", replaces)], mode, moment)
        );
}
