using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

/// <summary>What holds for every schedule, in zones with all kinds of clock changes.</summary>
public class ScheduleProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(20260101, 1).WithQuietOnSuccess(true);
    private static readonly string[] Zones =
    [
        "UTC",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Beirut",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Europe/Dublin",
        "America/St_Johns",
    ];

    // Times around changes of the clock are where mistakes are.
    private static readonly Gen<(TimetableSchedule Schedule, Instant From, Instant To)> Cases =
        from schedule in Gen.OneOf(
            Gen.Choose(0, int.MaxValue - 1).Select(CronOf),
            Gen.Choose(0, int.MaxValue - 1).Select(WindowOf),
            from every in Gen.Choose(100, 100_000_000)
            from zone in Gen.Elements(Zones)
            select (TimetableSchedule)Rate(Duration.FromMilliseconds(every)) with
            {
                Zone = Zone(zone),
            }
        )
        from calendar in Gen.Choose(0, 1_000_000)
        from day in Gen.Choose(14_600, 24_000)
        from atChange in Gen.Choose(0, 2)
        from offset in Gen.Choose(-100_000_000, 100_000_000)
        from length in Gen.Choose(0, 3)
        from part in Gen.Choose(1, 40_000_000)
        from bounds in Gen.Choose(0, 7)
        from bound in Gen.Choose(-40_000, 40_000)
        let around = Instant.FromUnixTimeSeconds(day * 86_400L)
        let change = schedule.Zone.GetZoneInterval(around)
        let start = (atChange > 0 && change.HasEnd ? change.End : around) + Duration.FromMilliseconds(offset)
        let limit = Instant.FromUnixTimeSeconds(start.ToUnixTimeSeconds() + bound)
        let bounded = schedule with
        {
            StartAt = bounds is 1 or 3 ? limit : null,
            EndAt = bounds is 2 or 3 ? limit + Duration.FromHours(5) : null,
            Calendar = calendar % 2 == 0 ? null : new NamedCalendar("some", CalendarOf(calendar, start)),
        }
        select (bounded, start, start + (Duration.FromMilliseconds(part) * (1 << (2 * length))));

    [Fact]
    public void NextAfter_AnySchedule_IsLaterAndNothingLiesBetween() =>
        Check.One(
            Many,
            Prop.ForAll(
                Cases.ToArbitrary(),
                one =>
                {
                    var next = one.Schedule.NextAfter(one.From, one.From);
                    if (next is not { } fire)
                    {
                        return true;
                    }

                    // From every instant before the fire the same fire is next; monotone, and none in between.
                    var middle = one.From + ((fire - one.From) / 2);
                    return fire > one.From
                        && one.Schedule.NextAfter(middle, one.From) == fire
                        && one.Schedule.NextAfter(fire - Duration.Epsilon, one.From) == fire
                        && one.Schedule.CountBetween(one.From, fire - Duration.Epsilon, one.From) == 0
                        && one.Schedule.CountBetween(one.From, fire, one.From) == 1;
                }
            )
        );

    [Fact]
    public void NextAfter_Cron_IsTheFirstSecondThatTheClockSaysMatches() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(80).WithReplay(20260101, 1).WithQuietOnSuccess(true),
            Prop.ForAll(
                Cases.Where(one => one.Schedule is CronSchedule).ToArbitrary(),
                one =>
                {
                    var schedule = (CronSchedule)one.Schedule;
                    var to = Instant.Min(one.To, one.From + Duration.FromHours(2));
                    Fires(schedule, one.From, to).ShouldBe(BySecond(schedule, one.From, to), $"{schedule} from {one.From} to {to}");
                }
            )
        );

    [Fact]
    public void CountBetween_AnySchedule_CountsWhatNextAfterGives() =>
        Check.One(
            Many,
            Prop.ForAll(
                Cases.ToArbitrary(),
                one =>
                {
                    var to = Limit(one.Schedule, one.From, one.To);
                    var fires = Fires(one.Schedule, one.From, to, one.From);
                    one.Schedule.CountBetween(one.From, to, one.From).ShouldBe(fires.Count, $"{one.Schedule} from {one.From} to {to}");
                }
            )
        );

    [Fact]
    public void NextAfter_WithACalendar_GivesWhatTheClockDoesNotShowOnItsDays() =>
        Check.One(
            Many,
            Prop.ForAll(
                Cases.Where(static one => one.Schedule.Calendar is not null).ToArbitrary(),
                one =>
                {
                    var without = one.Schedule with { Calendar = null };
                    var to = Limit(without, one.From, one.To);
                    var shown = Fires(without, one.From, to, one.From)
                        .Where(fire => !IsNaively(one.Schedule.Calendar!.Days, fire.InZone(one.Schedule.Zone).Date));
                    Fires(one.Schedule, one.From, to, one.From).ShouldBe(shown, $"{one.Schedule} from {one.From} to {to}");
                }
            )
        );

    [Fact]
    public void Plan_AnyScheduleAndPolicy_HasEveryFireTimeOnce() =>
        Check.One(
            Many,
            Prop.ForAll(
                Cases.ToArbitrary(),
                Policies().ToArbitrary(),
                (one, policy) =>
                {
                    var now = Limit(one.Schedule, one.From, one.To);
                    var plan = CatchUp.Plan(one.Schedule, one.From, one.From, now, policy);
                    var all = Fires(one.Schedule, one.From, now, one.From);
                    var missed = plan.Missed.SelectMany(range => Expand(all, range)).ToList();
                    missed.Concat(plan.Fire).ShouldBe(all, ignoreOrder: true);
                    plan.Fire.ShouldBe(ByTheRule(all, now, policy));
                    plan.Missed.Count.ShouldBeLessThanOrEqualTo(2);
                }
            )
        );

    private static Gen<MisfirePolicy> Policies() =>
        from kind in Gen.Elements(MisfireKind.Skip, MisfireKind.FireOnce, MisfireKind.FireAll)
        from window in Gen.Choose(1, 200_000_000)
        from max in Gen.Choose(1, 50)
        select new MisfirePolicy(kind, Duration.FromMilliseconds(window), max);

    // The policy in the simplest words: by the age of each fire time.
    private static IEnumerable<Instant> ByTheRule(List<Instant> all, Instant now, MisfirePolicy policy)
    {
        var most = policy.Kind switch
        {
            MisfireKind.Skip => 0,
            MisfireKind.FireOnce => 1,
            _ => policy.Max,
        };
        var young = all.Where(fire => now - fire <= MisfirePolicy.Tolerance);
        var missed = all.Where(fire => now - fire > MisfirePolicy.Tolerance && now - fire <= policy.Window);
        return missed.TakeLast(most).Concat(young);
    }

    private static List<Instant> Expand(List<Instant> all, OmittedRange range)
    {
        var fires = all.Where(fire => fire >= range.From && fire <= range.To).ToList();
        fires[0].ShouldBe(range.From);
        fires[^1].ShouldBe(range.To);
        ((long)fires.Count).ShouldBe(range.Count);
        return fires;
    }

    // No more than some thousand fires, to be able to list them.
    private static Instant Limit(TimetableSchedule schedule, Instant from, Instant to)
    {
        while (schedule.CountBetween(from, to, from) > 4000)
        {
            to = from + ((to - from) / 2);
        }

        return to;
    }

    // The rule of docs/schedules.md, second by second, from the offsets of the zone and the matches in UTC, which has no clock changes.
    private static List<Instant> BySecond(CronSchedule schedule, Instant from, Instant to)
    {
        var fires = new List<Instant>();
        var last = to.ToUnixTimeSeconds();
        for (var second = from.ToUnixTimeSeconds() + 1; second <= last; second++)
        {
            var instant = Instant.FromUnixTimeSeconds(second);
            var local = instant.InZone(schedule.Zone).LocalDateTime;
            var map = schedule.Zone.MapLocal(local);
            var repeated = map.Count == 2 && map.Last().ToInstant() == instant;
            var matches = Matches(schedule, local) && (schedule.Expression.IsInterval || !repeated);
            if (
                instant < schedule.StartAt
                || instant >= schedule.EndAt
                || (schedule.Calendar is { } calendar && IsNaively(calendar.Days, local.Date))
            )
            {
                continue;
            }

            if (matches || (!schedule.Expression.IsInterval && EndsGapWithMatch(schedule, instant)))
            {
                fires.Add(instant);
            }
        }

        return fires;
    }

    private static bool EndsGapWithMatch(CronSchedule schedule, Instant instant)
    {
        var span = schedule.Zone.GetZoneInterval(instant);
        if (!span.HasStart || span.Start != instant)
        {
            return false;
        }

        var before = schedule.Zone.GetZoneInterval(instant - Duration.Epsilon);
        for (var local = before.IsoLocalEnd; local < span.IsoLocalStart; local = local.PlusSeconds(1))
        {
            if (Matches(schedule, local))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(CronSchedule schedule, LocalDateTime local)
    {
        var inUtc = local.InUtc().ToInstant();
        return (schedule with { Zone = DateTimeZone.Utc, StartAt = null, EndAt = null, Calendar = null }).NextAfter(
                inUtc - Duration.Epsilon,
                default
            ) == inUtc;
    }

    private static TimetableSchedule CronOf(int seed)
    {
        var random = new System.Random(seed);
        var expressions = new RandomCron(random);
        var zone = Zones[random.Next(Zones.Length)];
        for (var text = Text(); ; text = Text())
        {
            if (Core.Schedules.Cron.CronExpression.TryParse(text, out var read, out _))
            {
                return new CronSchedule("main", Zone(zone), null, null, read);
            }
        }

        string Text() => random.Next(2) == 0 ? expressions.Next() : expressions.NextNightly();
    }

    private static bool IsNaively(Calendar calendar, LocalDate day) =>
        calendar.Dates.Contains(day)
        || calendar.EveryYear.Any(date => date.Month == day.Month && date.Day == day.Day)
        || calendar.Weekdays.Each().Contains(day.DayOfWeek);

    private static Calendar CalendarOf(int seed, Instant around)
    {
        var random = new System.Random(seed);
        var day = around.InUtc().Date;
        return new Calendar(
            Some().Select(offset => day.PlusDays(offset)),
            Some().Select(offset => day.PlusDays(offset)).Select(date => new AnnualDate(date.Month, date.Day)),
            (Weekdays)(random.Next(2) * random.Next(0, 127))
        );

        IEnumerable<int> Some() => [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(-3, 5))];
    }

    private static TimetableSchedule WindowOf(int seed)
    {
        var random = new System.Random(seed);
        var from = LocalTime.FromMinutesSinceMidnight(random.Next(1440));
        var to = LocalTime.FromMinutesSinceMidnight((from.Hour * 60 + from.Minute + random.Next(1, 1440)) % 1440);
        var every = Duration.FromMilliseconds(random.Next(3) == 0 ? random.Next(100, 5000) : random.Next(60_000, 20_000_000));
        var days = (Weekdays)random.Next(1, 128);
        return new DailyWindowSchedule("main", Zone(Zones[random.Next(Zones.Length)]), null, null, every, from, to, days);
    }
}
