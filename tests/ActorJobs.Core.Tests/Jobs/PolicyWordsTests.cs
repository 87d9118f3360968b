using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using NodaTime;
using static ActorJobs.Core.Tests.Jobs.SomeJobs;

namespace ActorJobs.Core.Tests.Jobs;

public class PolicyWordsTests
{
    private const string Once =
        "A time that the clock leaves out fires right after the gap; one that it shows twice fires the first time only.";

    [Theory]
    [InlineData("0 0 3 * * ?", "Fires at 03:00 every day")]
    [InlineData("@hourly", "Fires at minute 0 of every hour every day")]
    [InlineData("* * * * *", "Fires every minute every day")]
    [InlineData("0/15 * * * * ?", "Fires every 15 seconds every day")]
    [InlineData("7,8,9 0 * * * ?", "Fires at seconds 7 to 9 of the minute 0 of every hour every day")]
    [InlineData("*/7 9-17 * * MON-FRI", "Fires at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of the hours 9 to 17 on Monday to Friday")]
    [InlineData("*/30 9-17 * * *", "Fires every 30 minutes of the hours 9 to 17 every day")]
    [InlineData("30 0 8,20 1,15 * ?", "Fires at 08:00:30 and 20:00:30 on days 1 and 15 of the month")]
    [InlineData("0 0 0 L * ?", "Fires at 00:00 on the last day of the month")]
    [InlineData("0 0 0 L-3 * ?", "Fires at 00:00 on the 3rd day before the last of the month")]
    [InlineData("0 0 0 15W JAN,JUL ?", "Fires at 00:00 on the working day nearest to day 15 of the month in January and July")]
    [InlineData("0 0 0 LW * ? 2026-2030", "Fires at 00:00 on the last working day of the month in 2026 to 2030")]
    [InlineData("0 0 0 ? * FRI#2", "Fires at 00:00 on the 2nd Friday of the month")]
    [InlineData("0 0 0 ? * SUN,MONL", "Fires at 00:00 on Sunday and the last Monday of the month")]
    [InlineData("0 0 13 * 5", "Fires at 00:00 on day 13 of the month, and also on Friday")]
    public void Describe_Cron_SaysTimesAndDays(string expression, string words) =>
        Describe($$"""{ "kind": "cron", "expression": "{{expression}}" }""").ShouldStartWith($"{words}, by the clock of UTC. Fire times");

    [Theory]
    [InlineData(
        """{ "kind": "cron", "expression": "0 30 2 * * ?", "timeZone": "Europe/Berlin" }""",
        "Fires at 02:30 every day, by the clock of Europe/Berlin. " + Once
    )]
    [InlineData(
        """{ "kind": "cron", "expression": "0 30 * * * ?", "timeZone": "Europe/Berlin" }""",
        "Fires at minute 30 of every hour every day, by the clock of Europe/Berlin. Where the clock is changed it follows elapsed time."
    )]
    [InlineData(
        """{ "kind": "fixedRate", "every": "100ms" }""",
        "Fires every 100 milliseconds, for the first time 100 milliseconds after it was saved."
    )]
    [InlineData(
        """{ "kind": "fixedRate", "every": "90m", "startAt": "2026-01-01T00:00:00Z", "endAt": "2027-01-01T00:00:00Z" }""",
        "Fires every 1 hour 30 minutes, for the first time at 2026-01-01T00:00:00Z. There is no fire at 2027-01-01T00:00:00Z or after it."
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "30m", "window": { "from": "22:00", "to": "02:30", "days": ["fri", "sat"] } }""",
        "Fires every 30 minutes from 22:00, the first fire, to 02:30 of the following day on Friday and Saturday, by the clock of UTC."
    )]
    [InlineData("""{ "kind": "once", "at": "2026-01-01T00:00:00Z" }""", "Fires once, at 2026-01-01T00:00:00Z.")]
    [InlineData(
        """{ "kind": "fixedDelay", "every": "1s", "startAt": "2026-01-01T00:00:00Z" }""",
        "Fires 1 second after the end of the run before, for the first time 1 second after it was saved. There is no fire before 2026-01-01T00:00:00Z."
            + " No fire can be missed: one that comes due while no server is there is made up for."
    )]
    public void Describe_OtherKinds_SaysWhenTheyFire(string schedule, string words) => Describe(schedule).ShouldStartWith(words);

    [Fact]
    public void Describe_EveryPolicy_HasWordsOfItsOwn()
    {
        var schedule = new FixedRateSchedule("main", DateTimeZone.Utc, null, null, Duration.FromSeconds(1));
        var misfires = Enum.GetValues<MisfireKind>().Select(kind => new MisfirePolicy(kind, Duration.FromHours(2), 7));
        var overlaps = Enum.GetValues<OverlapKind>().Select(kind => new OverlapPolicy(kind, 3));
        var texts = misfires.SelectMany(misfire => overlaps.Select(overlap => PolicyWords.Describe(schedule, misfire, overlap))).ToList();
        texts.Distinct(StringComparer.Ordinal).Count().ShouldBe(12);
        PolicyWords
            .Describe(schedule, new MisfirePolicy(MisfireKind.FireAll, Duration.FromHours(2), 7), new OverlapPolicy(OverlapKind.Queue, 3))
            .ShouldEndWith(
                "Fire times that are missed by more than 1 second because no server was there are made up for by a run for each of the last 2 hours, "
                    + "but for the newest 7 at most; the others are recorded. While 3 runs of the job are open the run of a fire waits until one has ended."
            );
    }

    private static string Describe(string schedule)
    {
        var job = ReadSchedule(schedule).Definition.ShouldNotBeNull();
        return PolicyWords.Describe(job.Schedules[0], job.Misfire, job.Overlap);
    }
}
