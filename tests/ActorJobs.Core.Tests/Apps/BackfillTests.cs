using ActorJobs.Core.Apps;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

public class BackfillTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void FireTimesOf_SeveralSchedules_AreInOrderAndCountedBeyondWhatIsListed()
    {
        _driver.Save(
            """
            { "name": "job", "processor": { "name": "echo" }, "schedules": [
              { "name": "rate", "kind": "fixedRate", "every": "10s", "startAt": "2026-03-01T00:00:00Z" },
              { "name": "cron", "kind": "cron", "expression": "0 * * * * ?" }, { "name": "delay", "kind": "fixedDelay", "every": "1s" } ] }
            """
        );
        var from = Instant.FromUtc(2026, 3, 1, 0, 0);

        var times = Times(null, from, from + Duration.FromMinutes(2), 8);

        times.Count.ShouldBe(12 + 2, "from is a fire time of the period, and to is none");
        times.First.Select(fire => fire.Schedule).ShouldBe(["cron", "rate", "rate", "rate", "rate", "rate", "rate", "cron"]);
        times.First.Select(fire => (fire.At - from).TotalSeconds).ShouldBe([0, 0, 10, 20, 30, 40, 50, 60]);
        Times("rate", from, from + Duration.FromMinutes(2), 100).First.Count.ShouldBe(12);
        Should.Throw<RefusalException>(() => Times("delay", from, from, 1)).Field.ShouldBe("schedule");
    }

    [Fact]
    public void FireTimesOf_ARateWithoutAStart_BeginWhereItsGridBegins()
    {
        _driver.Save(SomeApps.Job(SomeApps.Rate("10s")));
        _driver.Advance(25);

        Times(null, _driver.Now - Duration.FromDays(1), _driver.Now, 100).Count.ShouldBe(2);
    }

    private FireTimes Times(string? schedule, Instant from, Instant to, int most) =>
        _driver.Call((group, _) => group.FireTimesOf("job", schedule, from, to, most));
}
