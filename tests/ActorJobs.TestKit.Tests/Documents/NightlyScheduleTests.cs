namespace ActorJobs.TestKit.Tests.Documents;

public class NightlyScheduleTests
{
    private const string Nightly = """
        { "name": "nightly", "processor": { "name": "clean-up" },
          "schedules": [ { "kind": "cron", "expression": "0 0 3 * * ?", "timeZone": "Europe/Berlin" } ],
          "misfire": { "policy": "fireOnce", "window": "7d" } }
        """;

    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void Nightly_OverAYear_StaysAtThreeThroughBothClockChanges() =>
        JobPlan.Read(Nightly).Fires(NewYear, NewYear.AddYears(1)).ShouldCount(365).ShouldAllBeAt("03:00", "Europe/Berlin");

    [Fact]
    public void Nightly_AfterAnOutageOfFourDays_RunsOnce() =>
        JobPlan
            .Read(Nightly)
            .FiresAfterOutage(from: NewYear, to: NewYear.AddDays(4))
            .ShouldBe("2026-01-04T03:00:00+01:00")
            .ShouldMiss(3, reason: "fires the newest one only");

    [Fact]
    public async Task Nightly_RunThroughAYear_SucceedsEachNight()
    {
        await using var kit = await JobTestKit.StartAsync(options =>
        {
            options.Start = NewYear;
            options.Processors.AddProcessor("clean-up", () => { });
        });
        await kit.SaveJobAsync(Nightly);
        await kit.AdvanceToAsync(NewYear.AddYears(1));
        kit.Runs.Of("nightly").ShouldCount(365).ShouldAllBe(RunState.Succeeded);
    }
}
