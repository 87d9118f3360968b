using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Schedules.Cron;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Jobs.SomeJobs;

namespace ActorJobs.Core.Tests.Jobs;

public class JobDefinitionReaderTests
{
    [Fact]
    public void Read_OnlyWhatMustBe_GetsTheDefaults()
    {
        var reading = Read("""{ "name": "job", "processor": { "name": "echo" } }""");
        reading.Errors.ShouldBeEmpty();
        var job = reading.Definition.ShouldNotBeNull();
        job.Name.ShouldBe("job");
        job.Description.ShouldBe("");
        job.Labels.ShouldBeEmpty();
        job.Enabled.ShouldBeTrue();
        job.Processor.ShouldBe(new ProcessorReference("sdk", "echo"));
        job.Schedules.ShouldBeEmpty();
        job.Misfire.ShouldBe(MisfirePolicy.Default);
        job.Overlap.ShouldBe(OverlapPolicy.Default);
        job.Delivery.ShouldBe(Delivery.AtLeastOnce);
        reading.Params.ShouldBe("{}");
    }

    [Fact]
    public void Read_EveryField_IsTaken()
    {
        var reading = Read(
            """
            { "name": "nightly-report", "description": "each night", "labels": { "team": "billing" }, "enabled": false,
              "processor": { "type": "sdk", "name": "report" }, "params": { "b": [1, 2.50, "ü"], "a": null }, "execution": "standalone",
              "schedules": [
                { "name": "night", "kind": "cron", "expression": "0 0 3 * * ?", "timeZone": "Europe/Berlin", "endAt": "2027-01-01T00:00:00+01:00" },
                { "name": "fast", "kind": "fixedRate", "every": "100ms", "startAt": "2026-12-01T03:00:00Z" },
                { "name": "slow", "kind": "fixedDelay", "every": "PT5M" },
                { "name": "day", "kind": "dailyWindow", "every": "30m", "timeZone": "Asia/Tokyo", "window": { "from": "22:00", "to": "02:30", "days": ["tue", "mon"] } },
                { "name": "one", "kind": "once", "at": "2026-12-01T03:00:00Z" } ],
              "misfire": { "policy": "fireAll", "window": "2h", "max": 7 }, "overlap": { "policy": "queue", "max": 3 }, "delivery": "atMostOnce" }
            """
        );
        reading.Errors.ShouldBeEmpty();
        reading.Params.ShouldBe("""{"b":[1,2.50,"ü"],"a":null}""");
        var job = reading.Definition.ShouldNotBeNull();
        (job.Name, job.Description, job.Enabled, job.Delivery).ShouldBe(("nightly-report", "each night", false, Delivery.AtMostOnce));
        job.Labels.ShouldBe([new KeyValuePair<string, string>("team", "billing")]);
        job.Misfire.ShouldBe(new MisfirePolicy(MisfireKind.FireAll, Duration.FromHours(2), 7));
        job.Overlap.ShouldBe(new OverlapPolicy(OverlapKind.Queue, 3));
        var (utc, start) = (DateTimeZone.Utc, Instant.FromUtc(2026, 12, 1, 3, 0));
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        job.Schedules.ShouldBe([
            new CronSchedule("night", berlin, null, Instant.FromUtc(2026, 12, 31, 23, 0), CronExpression.Parse("0 0 3 * * ?")),
            new FixedRateSchedule("fast", utc, start, null, Duration.FromMilliseconds(100)),
            new FixedDelaySchedule("slow", utc, null, null, Duration.FromMinutes(5)),
            new DailyWindowSchedule(
                "day",
                DateTimeZoneProviders.Tzdb["Asia/Tokyo"],
                null,
                null,
                Duration.FromMinutes(30),
                new LocalTime(22, 0),
                new LocalTime(2, 30),
                Weekdays.Monday | Weekdays.Tuesday
            ),
            new OnceSchedule("one", utc, null, null, start),
        ]);
    }

    [Fact]
    public void Read_OneScheduleWithoutName_IsMain() =>
        ReadSchedule("""{ "kind": "fixedRate", "every": "1s" }""").Definition!.Schedules[0].Name.ShouldBe("main");

    [Fact]
    public void Read_NullFields_CountAsNotGiven() =>
        ReadWith(""" "labels": null, "misfire": null, "params": null, "schedules": null """).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("[]", "", ErrorCodes.WrongType, "Found an array; expected an object")]
    [InlineData("null", "", ErrorCodes.WrongType, "null")]
    [InlineData("""{ "processor": { "name": "echo" } }""", "name", ErrorCodes.MissingField, "'name' is missing")]
    [InlineData("""{ "name": "", "processor": { "name": "echo" } }""", "name", ErrorCodes.InvalidName, "expected 1 to 100 letters")]
    [InlineData("""{ "name": "a b", "processor": { "name": "echo" } }""", "name", ErrorCodes.InvalidName, "Found 'a b'")]
    [InlineData("""{ "name": 7, "processor": { "name": "echo" } }""", "name", ErrorCodes.WrongType, "Found a number; expected a text")]
    [InlineData("""{ "name": "job" }""", "processor", ErrorCodes.MissingField, "'processor' is missing")]
    [InlineData("""{ "name": "job", "processor": "echo" }""", "processor", ErrorCodes.WrongType, "Found a text; expected an object")]
    [InlineData("""{ "name": "job", "processor": {} }""", "processor.name", ErrorCodes.MissingField, "missing")]
    [InlineData(
        """{ "name": "job", "processor": { "type": "shel" } }""",
        "processor.type",
        ErrorCodes.InvalidValue,
        "expected one of sdk, shell"
    )]
    [InlineData(
        """{ "name": "job", "processor": { "type": "shell", "name": "x" } }""",
        "processor.name",
        ErrorCodes.InvalidValue,
        "expected no name, or 'shell'"
    )]
    [InlineData("""{ "name": "job", "name": "job", "processor": { "name": "echo" } }""", "name", ErrorCodes.DuplicateField, "stands twice")]
    [InlineData("""{ "name": "job", "processor": { "name": "echo" }, "params": "\uD800" }""", "", ErrorCodes.InvalidValue, "surrogate")]
    [InlineData("""{ "name": "job", "processor": { "name": "echo" }, "\uD800": 1 }""", "", ErrorCodes.InvalidValue, "surrogate")]
    public void Read_WrongBody_IsRefusedAtItsField(string json, string field, string code, string message) =>
        Read(json).OnlyError().ShouldBeError(field, code, message);

    [Theory]
    [InlineData(""" "schedule": [] """, "schedule", ErrorCodes.UnknownField, "Did you mean 'schedules'?")]
    [InlineData(
        """ "prioritty": 1 """,
        "prioritty",
        ErrorCodes.UnknownField,
        "There is no field 'prioritty'; expected one of name, description"
    )]
    [InlineData(""" "enabled": "yes" """, "enabled", ErrorCodes.WrongType, "expected true or false")]
    [InlineData(""" "execution": "broadcast" """, "execution", ErrorCodes.InvalidValue, "Found 'broadcast'; expected one of standalone")]
    [InlineData(
        """ "delivery": "atleastonce" """,
        "delivery",
        ErrorCodes.InvalidValue,
        "expected one of atLeastOnce, atMostOnce. Did you mean 'atLeastOnce'"
    )]
    [InlineData(""" "labels": [] """, "labels", ErrorCodes.WrongType, "an object of texts")]
    [InlineData(""" "labels": { "a": 1 } """, "labels.a", ErrorCodes.WrongType, "expected a text")]
    [InlineData(""" "labels": { "a b": "" } """, "labels.a b", ErrorCodes.InvalidName, "'a b'")]
    [InlineData(""" "labels": { "a": "1", "a": "2" } """, "labels.a", ErrorCodes.DuplicateField, "twice")]
    [InlineData(
        """ "misfire": { "policy": "fireonce" } """,
        "misfire.policy",
        ErrorCodes.InvalidValue,
        "expected one of skip, fireOnce, fireAll. Did you mean 'fireOnce'"
    )]
    [InlineData(""" "misfire": { "window": "0s" } """, "misfire.window", ErrorCodes.OutOfRange, "from 1ms to 366d")]
    [InlineData(""" "misfire": { "window": 5 } """, "misfire.window", ErrorCodes.WrongType, "a text")]
    [InlineData(""" "misfire": { "max": 0 } """, "misfire.max", ErrorCodes.OutOfRange, "Found 0; expected a whole number from 1 to 10000")]
    [InlineData(""" "misfire": { "max": 1.5 } """, "misfire.max", ErrorCodes.OutOfRange, "Found 1.5")]
    [InlineData(""" "misfire": { "min": 1 } """, "misfire.min", ErrorCodes.UnknownField, "policy, window, max")]
    [InlineData(""" "overlap": { "policy": "drop" } """, "overlap.policy", ErrorCodes.InvalidValue, "allow, skip, queue, replace")]
    [InlineData(""" "overlap": { "max": 99999999999 } """, "overlap.max", ErrorCodes.OutOfRange, "from 1 to 10000")]
    [InlineData(""" "overlap": 1 """, "overlap", ErrorCodes.WrongType, "an object")]
    [InlineData(""" "schedules": {} """, "schedules", ErrorCodes.WrongType, "expected an array")]
    [InlineData(""" "schedules": [1] """, "schedules[0]", ErrorCodes.WrongType, "expected an object")]
    public void Read_WrongField_IsRefusedAtItsPath(string fields, string field, string code, string message) =>
        ReadWith(fields).OnlyError().ShouldBeError(field, code, message);

    [Fact]
    public void Read_TooLong_IsRefused()
    {
        ReadWith($"\"description\": \"{new string('x', 2001)}\"")
            .OnlyError()
            .ShouldBeError("description", ErrorCodes.OutOfRange, "2001 characters");
        ReadWith($"\"labels\": {{ \"a\": \"{new string('x', 256)}\" }}")
            .OnlyError()
            .ShouldBeError("labels.a", ErrorCodes.OutOfRange, "255 at most");
        var labels = string.Join(',', Enumerable.Range(0, 65).Select(number => $"\"l{number}\": \"\""));
        ReadWith($"\"labels\": {{ {labels} }}").OnlyError().ShouldBeError("labels", ErrorCodes.OutOfRange, "65 labels");
        var schedules = string.Join(
            ',',
            Enumerable.Range(0, 101).Select(number => $$"""{ "name": "s{{number}}", "kind": "fixedRate", "every": "1s" }""")
        );
        ReadWith($"\"schedules\": [{schedules}]").OnlyError().ShouldBeError("schedules", ErrorCodes.OutOfRange, "101 schedules");
    }

    [Fact]
    public void Read_SeveralErrors_AreAllFound()
    {
        var reading = Read(
            """
            { "nam": "x", "processor": { "type": "sqll" }, "delivery": "never", "misfire": { "policy": "x", "max": -1 },
              "schedules": [ { "kind": "cron", "expression": "x", "timeZone": "Mars", "endAt": "tomorrow" }, { "name": "b", "kind": "fixedRate", "every": "1ms" } ] }
            """
        );
        reading.Definition.ShouldBeNull();
        reading
            .Errors.Select(error => error.Field)
            .ShouldBe(
                [
                    "nam",
                    "name",
                    "processor.type",
                    "delivery",
                    "misfire.policy",
                    "misfire.max",
                    "schedules[0].name",
                    "schedules[0].expression",
                    "schedules[0].timeZone",
                    "schedules[0].endAt",
                    "schedules[1].every",
                ],
                ignoreOrder: true
            );
    }
}
