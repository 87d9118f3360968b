using ActorJobs.Chaos;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>The checker of the campaigns finds what a clock that was set must not do.</summary>
public class CheckerTests
{
    private const int Fires = 20;
    private const long Period = 200;
    private const long Missed = 3;

    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly long s_first = s_start.ToUnixTimeMilliseconds();

    /// <summary>After five fires the database's clock jumps over ten; after eight it is set back by one.</summary>
    private static readonly IReadOnlyList<ClockSetting> s_forward = [Setting(-1, 0), Setting(5, 10), Setting(8, 9)];

    [Fact]
    public void Checker_OfAClockThatJumpsAndFiresThatAreMadeUpFor_FindsNothing() => Violations(History()).ShouldBeEmpty();

    [Fact]
    public void Checker_OfFiresThatFollowARightClock_FindsNothing() =>
        Violations(History(Fires, static index => index), []).ShouldBeEmpty();

    [Fact]
    public void Checker_OfAClockThatIsSetBackAndFiresThatDoNotWait_FindsThem() =>
        Violations(History(5 * Fires, static index => index), [Setting(-1, 0), Setting(8, -5 * Fires)])
            .ShouldContain(static line => line.Contains("ms before that time had come", StringComparison.Ordinal));

    [Fact]
    public void Checker_OfATimeThatIsFiredAgainAfterAJump_FindsIt()
    {
        var history = History();
        var again = history[7].Run with { Id = Guid.NewGuid() };
        Violations([.. history, (again, history[9].Effect! with { Run = again.Id })])
            .ShouldContain(static line => line.StartsWith("I12 app/tick has 2 runs", StringComparison.Ordinal));
    }

    [Fact]
    public void Checker_OfAFireThatAJumpHasSwallowed_FindsIt() =>
        Violations([.. History().Where(static (_, index) => index != 9)])
            .ShouldHaveSingleItem()
            .ShouldContain("1 fire(s) are accounted for");

    [Fact]
    public void Checker_OfAFireBeforeTheDatabaseHasShownItsTime_FindsIt() =>
        Violations(History(), [Setting(-1, 0)])
            .ShouldContain(static line => line.Contains("ms before that time had come", StringComparison.Ordinal));

    [Fact]
    public void Checker_OfFiresThatAreRecordedAsMissedAlthoughThePolicyMakesUpForThem_FindsThem()
    {
        var history = History();
        var missed = history[7].Run with { State = "Missed", Omitted = Missed };
        List<(StoredRun, Effect?)> left = [.. history[..7], (missed, null), .. history[10..]];
        Violations(left).ShouldHaveSingleItem().ShouldStartWith($"I12 {Missed} fire(s) of app/tick");
        Violations(left, [Setting(-1, 0), Setting(5, 2 * 3600 * 1000 / Period)]).ShouldBeEmpty("that is more than the policy makes up for");
    }

    [Theory]
    [InlineData("Succeeded", 2, 500_000, "")]
    [InlineData("Succeeded", 2, 499_000, "was followed by the next after 499000 µs")]
    [InlineData("Failed", 2, 500_000, "ended as failed after 2 of 3 attempts")]
    [InlineData("Failed", 3, 500_000, "")]
    [InlineData("Failed", 4, 500_000, "has failed 4 times, and may 3")]
    public void Attempts_OfARunThatIsTriedAgain_KeepToItsPolicy(string state, int attempts, long pause, string expected)
    {
        var run = new StoredRun("app", Guid.NewGuid(), Load.Flaky, "Api", state, 0, attempts, attempts, 0, 1, 1)
        {
            Dispatched = pause * (attempts - 1),
        };
        var before = Enumerable
            .Range(1, attempts - 1)
            .Select(number => new StoredAttempt(run.Id, number, number, "Failed", pause * (number - 1), pause * (number - 1)));

        var found = new Checker([], new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), [run], [], [])
        {
            Attempts = [.. before],
        }.Retried();
        string.Join('\n', found).ShouldContain(expected);
        found.Any().ShouldBe(expected.Length > 0);
    }

    [Fact]
    public void Attempts_WithAGap_AreFound()
    {
        var run = new StoredRun("app", Guid.NewGuid(), Load.Repeated, "Api", "Succeeded", 0, 3, 3, 0, 1, 1);
        var checker = new Checker([], new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), [run], [], [])
        {
            Attempts = [new StoredAttempt(run.Id, 1, 1, "WorkerLost", 0, 0)],
        };

        checker.Retried().ShouldHaveSingleItem().ShouldContain("is at attempt 3, and those before are 1");
    }

    private static List<(StoredRun Run, Effect? Effect)> History() => History(Fires, StartedAfter);

    /// <summary>One fire each period until the clock jumps, then those that were jumped over at once, then none until the clock has caught up.</summary>
    private static int StartedAfter(int index) => Math.Min(index, 5) + Math.Max(0, index - 15) + Math.Max(0, index - 18);

    private static List<(StoredRun Run, Effect? Effect)> History(int count, Func<int, int> startedAfter) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(index =>
                {
                    var (id, started) = (Guid.NewGuid(), s_first + Period * startedAfter(index));
                    var planned = (s_first + Period * index) * 1000;
                    return (
                        new StoredRun("app", id, Load.Tick, "Schedule", "Succeeded", planned, 1, index, 0, 1, index),
                        (Effect?)new Effect(id, 1, index, "w1", started, started)
                    );
                }),
        ];

    /// <summary>The clock is set so many periods ahead, so many periods after the first fire.</summary>
    private static ClockSetting Setting(int after, long ahead)
    {
        var at = s_start.AddMilliseconds(Period * after);
        return new ClockSetting(at, at, TimeSpan.FromMilliseconds(Period * ahead));
    }

    private static IReadOnlyList<string> Violations(
        IReadOnlyList<(StoredRun Run, Effect? Effect)> history,
        IReadOnlyList<ClockSetting>? clock = null
    ) =>
        new Checker(
            [],
            new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
            [.. history.Select(static fire => fire.Run)],
            [.. history.Select(static fire => fire.Effect).OfType<Effect>()],
            clock ?? s_forward
        ).Violations();
}
