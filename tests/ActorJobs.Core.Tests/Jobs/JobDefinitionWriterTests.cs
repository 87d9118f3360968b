using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Schedules.Cron;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using static ActorJobs.Core.Tests.Jobs.SomeJobs;

namespace ActorJobs.Core.Tests.Jobs;

public class JobDefinitionWriterTests
{
    private static readonly Gen<Instant?> Bound = Gen.Elements<Instant?>(
        null,
        Instant.FromUtc(2026, 3, 29, 1, 0),
        Instant.FromUnixTimeMilliseconds(1_790_000_000_123)
    );

    private static readonly Gen<DateTimeZone> Zone = Gen.Elements("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
        .Select(id => DateTimeZoneProviders.Tzdb[id]);

    private static readonly Gen<Duration> Every = Gen.Choose(100, 86_400_000).Select(number => Duration.FromMilliseconds(number));

    private static readonly Gen<Func<string, Schedule>> Schedules = Gen.OneOf<Func<string, Schedule>>(
        from text in Gen.Elements("0 0 3 * * ?", "*/5 * * * *", "@daily", "0 0 0 ? * MON#1")
        from zone in Zone
        from start in Bound
        select (Func<string, Schedule>)(name => new CronSchedule(name, zone, start, null, CronExpression.Parse(text))),
        from every in Every
        from start in Bound
        select (Func<string, Schedule>)(
            name => new FixedRateSchedule(name, DateTimeZone.Utc, start, Instant.FromUtc(2030, 1, 1, 0, 0), every)
        ),
        from every in Every
        from end in Bound
        select (Func<string, Schedule>)(name => new FixedDelaySchedule(name, DateTimeZone.Utc, null, end, every)),
        from every in Every
        from zone in Zone
        from times in Gen.Choose(0, 86_399).Two().Where(pair => pair.Item1 != pair.Item2)
        from days in Gen.Choose(1, 127)
        select (Func<string, Schedule>)(
            name => new DailyWindowSchedule(
                name,
                zone,
                null,
                null,
                every,
                LocalTime.FromSecondsSinceMidnight(times.Item1),
                LocalTime.FromSecondsSinceMidnight(times.Item2),
                (Weekdays)days
            )
        ),
        from at in Gen.Choose(0, int.MaxValue)
        select (Func<string, Schedule>)(
            name => new OnceSchedule(name, DateTimeZone.Utc, null, null, Instant.FromUnixTimeMilliseconds(at * 1000L + (at % 1000)))
        )
    );

    private static readonly Gen<JobDefinition> Jobs =
        from description in Gen.Elements("", "plain", "\"quoted\" <b> \\ \n ü 漢 😀")
        from labels in Gen.SubListOf("team", "stage", "Zone", "a.b-c_d")
        from enabled in Gen.Elements(true, false)
        from schedules in Schedules.ListOf()
        from misfire in Gen.Elements(MisfireKind.Skip, MisfireKind.FireOnce, MisfireKind.FireAll)
        from window in Gen.Choose(1, 100_000_000)
        from overlap in Gen.Elements(OverlapKind.Allow, OverlapKind.Skip, OverlapKind.Queue, OverlapKind.Replace)
        from max in Gen.Choose(1, 10_000)
        from delivery in Gen.Elements(Delivery.AtLeastOnce, Delivery.AtMostOnce)
        from logs in Gen.Elements(
            LogRetention.None,
            new LogRetention(Duration.FromDays(7), 1000, 100_000_000),
            new LogRetention(null, 1, null)
        )
        select new JobDefinition(
            "job-1",
            description,
            labels.ToDictionary(label => label, label => label + description, StringComparer.Ordinal),
            enabled,
            new ProcessorReference("sdk", "echo"),
            [.. schedules.Take(90).Select((make, index) => make($"s{index}"))],
            new MisfirePolicy(misfire, Duration.FromMilliseconds(window), max),
            new OverlapPolicy(overlap, max),
            delivery
        )
        {
            Logs = logs,
        };

    [Fact]
    public void Write_AnyDefinition_IsReadAsAnEqualOne() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260101, 1).WithQuietOnSuccess(true),
            Prop.ForAll(
                Jobs.ToArbitrary(),
                job =>
                {
                    var text = JobDefinitionWriter.Write(job);
                    var reading = Read(text);
                    reading.Errors.ShouldBeEmpty(text);
                    var read = reading.Definition.ShouldNotBeNull();
                    read.Schedules.ShouldBe(job.Schedules);
                    read.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)
                        .ShouldBe(job.Labels.OrderBy(label => label.Key, StringComparer.Ordinal));
                    (read with { Schedules = job.Schedules, Labels = job.Labels }).ShouldBe(job);
                    JobDefinitionWriter.Write(read).ShouldBe(text);
                }
            )
        );

    [Fact]
    public void Write_Defaults_AreAllThereInOneLine() =>
        JobDefinitionWriter
            .Write(ReadSchedule("""{ "kind": "cron", "expression": " 0 0  3 * * ?" }""").Definition!)
            .ShouldBe(
                """
                {"name":"job","description":"","labels":{},"enabled":true,"processor":{"type":"sdk","name":"echo"},
                "schedules":[{"name":"main","kind":"cron","expression":"0 0 3 * * ?","timeZone":"UTC"}],
                "misfire":{"policy":"fireOnce","window":"1h","max":100},"overlap":{"policy":"skip","max":1},"delivery":"atLeastOnce"}
                """.ReplaceLineEndings("")
            );
}
