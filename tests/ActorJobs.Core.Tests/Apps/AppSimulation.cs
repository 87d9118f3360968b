using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>
/// One app with random commands, faults of its workers, of the messages and of its server; then everything is healed, and all must come to an end.
/// The same seed gives the same story.
/// </summary>
internal sealed partial class AppSimulation
{
    private static readonly string[] s_keys = ["key-0", "key-1"];
    private static readonly Dictionary<string, string> s_noLabels = [];
    private static readonly string[] JobNames = ["a", "b", "c", "d"];
    private static readonly string[] Deliveries = ["atLeastOnce", "atMostOnce"];
    private static readonly string[] Overlaps = ["allow", "skip", "queue", "replace"];
    private static readonly string[] Misfires = ["skip", "fireOnce", "fireAll"];
    private static readonly string[] Schedules =
    [
        Rate("700ms"),
        Rate("2s") + ", " + Rate("3s", "other"),
        Rate("5s"),
        Jitter(Rate("4s"), "3s"),
        Jitter(Delay("2s"), "5s"),
        Cron("0/3 * * * * ?"),
        Cron("* * * * * ?"),
        Delay("1s"),
        Delay("4s") + ", " + Rate("2500ms", "other"),
        WithCalendar(Rate("3s"), "off"),
        WithCalendar(Cron("0/2 * * * * ?"), "off") + ", " + Rate("5s", "other"),
        WithCalendar(Delay("2s"), "off"),
        Once("2026-03-02T08:01:00Z"),
        "",
    ];

    // The story is one of a Monday.
    private static readonly string[] Calendars =
    [
        """ "calendars": { "off": { "weekdays": ["mon"] } } """,
        """ "calendars": { "off": { "weekdays": ["tue"] } } """,
    ];

    private readonly Random _random;
    private readonly AppGroupDriver _driver = new();
    private readonly List<FakeWorker> _workers = [];
    private double _loss;

    public AppSimulation(int seed)
    {
        _random = new Random(seed);
        _driver.Configure(
            $$"""
            { {{Any(Calendars)}}, "channels": { "oncall": { "type": "webhook", "url": "https://a.example" } },
              "notify": { "failure": ["oncall"], "waiting": ["oncall"], "waitingAfter": "{{_random.Next(
                1,
                20
            )}}s", "every": "{{_random.Next(1, 60)}}s" } }
            """
        );
        _driver.CommitTakes = () => Milliseconds(_random.Next(0, 4) * _random.Next(0, 15));
        _driver.MessageTakes = () => _random.NextDouble() < _loss ? null : Milliseconds(_random.Next(0, 3) * _random.Next(0, 40));
        foreach (var id in new[] { "w1", "w2", "w3" })
        {
            var worker = _driver.AddWorker(id, _random.Next(1, 4), "echo");
            worker.Work = _ =>
                (
                    Milliseconds(_random.Next(1, 40) * _random.Next(1, 200)),
                    _random.Next(5) == 0 ? AttemptOutcome.Failed : AttemptOutcome.Succeeded
                );
            _workers.Add(worker.Dial());
        }

        _driver.StartHeartbeats();
    }

    /// <summary>Runs the story.</summary>
    public Story Play(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Act();
            _driver.Advance(Milliseconds(_random.Next(1, 30) * _random.Next(1, 100)));
        }

        Heal();
        Check();
        var attempts = _driver.Store.Attempts.ToLookup(attempt => attempt.Outcome);
        var runs = _driver.Store.Runs.Values.ToLookup(run => run.State);
        return new Story(
            runs[RunState.Succeeded].Count(),
            runs[RunState.Skipped].Count(run => run.Omitted!.Blocker is not null) + runs[RunState.Missed].Count(),
            runs[RunState.Skipped].Count(run => run.Omitted!.Blocker is null),
            runs[RunState.WorkerLost].Count(),
            attempts[AttemptOutcome.WorkerLost].Count(),
            attempts[AttemptOutcome.Returned].Count(),
            _driver.Store.Stale.Count,
            _driver.Store.Notifications.All.Count(static one => one.Count > 1),
            _driver.Store.Notifications.ToldWaits.Count
        );
    }

    private static Duration Milliseconds(int number) => Duration.FromMilliseconds(number);

    private void Act()
    {
        var worker = Any(_workers);
        switch (_random.Next(27))
        {
            case 0 or 1 or 2:
                Save(create: true);
                break;
            case 3 or 4:
                Save(create: false);
                break;
            case 5:
                var (name, enabled) = (Any(JobNames), _random.Next(3) > 0);
                Post(() => _driver.Post((group, moment) => Try(() => group.EnableJob(name, enabled, moment))));
                break;
            case 6:
                var (gone, cascade) = (Any(JobNames), _random.Next(3) > 0);
                Post(() => _driver.Post((group, moment) => Try(() => group.DeleteJob(gone, cascade, moment))));
                break;
            case 7 or 8 or 9:
                Submit();
                break;
            case 10 or 11:
                if (_driver.Store.Open.OrderBy(run => run.Id.ToString(), StringComparer.Ordinal).ToList() is { Count: > 0 } open)
                {
                    var run = Any(open).Id;
                    Post(() => _driver.Post((group, moment) => Try(() => group.Cancel(run, "test", moment))));
                }

                break;
            case 12 when worker.IsAlive:
                worker.Kill(seen: _random.Next(2) == 0);
                After(20, () => Revive(worker));
                break;
            case 13 when worker.IsAlive && !worker.IsPaused:
                worker.Pause();
                After(45, worker.Resume);
                break;
            case 14 when worker is { IsAlive: true, IsPaused: false }:
                worker.Break(seen: _random.Next(2) == 0);
                break;
            case 15 when worker is { IsAlive: true, IsPaused: false }:
                worker.Drain();
                After(5, () => LeaveOff(worker));
                break;
            case 16 or 17 when _driver.IsUp:
                _driver.KillServer();
                After(_random.Next(3) == 0 ? 100 : 3, Start);
                break;
            case 18:
                _driver.StandsStill = true;
                After(_random.Next(3) == 0 ? 60 : 2, () => _driver.StandsStill = false);
                break;
            case 19:
                _loss = _random.Next(2) == 0 ? 0 : 0.1;
                break;
            case 20 or 21:
                Pause();
                break;
            case 22:
                Resume(Any(JobNames));
                break;
            case 23:
                HoldApp();
                break;
            case 24:
                LetGoOfApp();
                break;
            case 25:
                var calendars = AppSettingsText.Read($"{{{Any(Calendars)}}}").Calendars;
                Post(() => _driver.Post((group, moment) => group.Configure(group.Settings with { Calendars = calendars }, moment)));
                break;
            case 26 when worker.IsAlive && _driver.Store.Runs.Count > 0:
                worker.Lie(
                    Any(_driver.Store.Runs.Values.OrderBy(run => run.Id.ToString(), StringComparer.Ordinal).ToList()),
                    _random.Next(8)
                );
                break;
        }
    }

    private void Start()
    {
        if (!_driver.IsUp)
        {
            if (_random.Next(5) == 0)
            {
                _driver.ClockAhead += Duration.FromSeconds(_random.Next(200));
            }

            _driver.StartServer();
        }
    }

    private static void Revive(FakeWorker worker)
    {
        if (!worker.IsAlive)
        {
            worker.StartAgain();
        }
    }

    private void LeaveOff(FakeWorker worker)
    {
        if (worker is { IsAlive: true, IsPaused: false, IsDraining: true })
        {
            worker.GiveBack();
            worker.SayGoodbye();
            After(10, () => Revive(worker));
        }
    }

    private void Heal()
    {
        _loss = 0;
        _driver.StandsStill = false;
        Start();
        foreach (var worker in _workers)
        {
            worker.Resume();
            LeaveOff(worker);
            Revive(worker);
        }

        // First with the schedules still firing: faults that were planned come to their end, and the backlog drains.
        _driver.Advance(180);
        _driver.StandsStill = false;
        Start();
        foreach (var name in JobNames)
        {
            Resume(name);
        }

        LetGoOfApp();
        _driver.Advance(10);
        CheckFixedDelays();
        foreach (var name in JobNames)
        {
            _driver.Post((group, moment) => Try(() => group.EnableJob(name, false, moment)));
        }

        _driver.Advance(1);
        var ended = _driver.Now;
        _driver.Store.Fires.CloseAll(ended);
        Drain();

        // Whatever came before, no limit counts runs that are not there any more.
        foreach (var (name, key) in JobNames.SelectMany(static name => s_keys.Select(key => (name, key))))
        {
            var id = RunIdentity.OfRequest("app", $"afterwards {name} {key}", _driver.Now);
            _driver.Post(
                (group, moment) => Try(() => group.Submit(name, [new RunRequest(id, null, moment.Now) { LimitKey = key }], "test", moment))
            );
        }

        _driver.Advance(1);
        Drain();
        _driver.Advance(62);
    }

    private void Drain()
    {
        for (var i = 0; i < 60 && _driver.Store.Open.Any(); i++)
        {
            _driver.Advance(60);
        }
    }

    private void Check()
    {
        var store = _driver.Store;
        store.Open.ShouldBeEmpty("after everything is healed nothing is stuck");
        store.Fires.Check(store);
        store.Notifications.CheckAll(store.Runs.Values, "oncall");
        foreach (var worker in _driver.Group.Overview().Workers)
        {
            worker.Held.ShouldBeEmpty();
        }

        foreach (var worker in _workers)
        {
            worker.Running.ShouldBeEmpty();
            worker.Unacknowledged.ShouldBeEmpty();
        }

        CheckAttempts();
        var effects = _driver.Effects.ToLookup(effect => effect.Run.Id);
        store.Results.Values.ShouldNotContain("\"a lie\"", "what is told of attempts that there are not changes nothing");
        foreach (var run in store.Runs.Values)
        {
            if (run.Delivery == ActorJobs.Core.Jobs.Delivery.AtMostOnce)
            {
                effects[run.Id].Count().ShouldBeLessThanOrEqualTo(1, $"run {run.Id} has its effect at most once");
            }

            if (run.State is RunState.Succeeded or RunState.Failed)
            {
                var attempt = new Workers.AttemptRef(run.Id, run.Attempt, run.Token);
                (_driver.Ended[attempt] == AttemptOutcome.Succeeded).ShouldBe(
                    run.State == RunState.Succeeded,
                    "the end is what the current attempt reported"
                );
                effects[run.Id].ShouldContain(effect => effect.Run.Token == run.Token);
            }
        }
    }

    /// <summary>I8: attempts are numbered without gaps, as many as the policies allow, and one that failed is followed by the next after the back-off.</summary>
    private void CheckAttempts()
    {
        // The store cuts off what is finer than a microsecond.
        var shortest = Duration.FromMilliseconds(250) - Duration.FromMilliseconds(0.001);
        var ended = _driver.Store.Attempts.ToLookup(attempt => attempt.Run);
        foreach (var run in _driver.Store.Runs.Values.Where(run => run.Attempt > 0))
        {
            List<AttemptEnded> attempts = [.. ended[run.Id].OrderBy(attempt => attempt.Attempt)];
            attempts.Select(attempt => attempt.Attempt).ShouldBe(Enumerable.Range(1, attempts.Count));
            attempts.Count.ShouldBeInRange(run.Attempt - 1, run.Attempt);
            var failed = attempts.Where(attempt => attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut).ToList();
            (failed.Count(attempt => attempt.Attempt < run.Attempt) <= 3).ShouldBeTrue("no policy has more than three retries");
            foreach (var attempt in failed)
            {
                var next = attempts.Find(other => other.Attempt == attempt.Attempt + 1)?.DispatchedAt ?? run.DispatchedAt!.Value;
                (attempt.Attempt == run.Attempt || next - attempt.EndedAt >= shortest).ShouldBeTrue(
                    $"run {run.Id} is tried again too early"
                );
            }
        }
    }

    /// <summary>A fixed delay goes on: its run is open, or the next fire time is known.</summary>
    private void CheckFixedDelays()
    {
        foreach (var ((job, name), mark) in _driver.Store.Marks)
        {
            var definition = _driver.Store.Definition(job);
            if (definition.Enabled && definition.Schedules.Single(schedule => schedule.Name == name) is FixedDelaySchedule)
            {
                var isOpen = mark.Follows is { } run && !_driver.Run(run).State.IsEnd();
                (mark.Next is not null).ShouldBe(!isOpen, $"{mark}");
            }
        }
    }

    private T Any<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private void After(int atMostSeconds, Action action) =>
        _driver.At(_driver.Elapsed + Milliseconds(_random.Next(1, atMostSeconds * 1000)), action);

    /// <summary>What happened, in numbers.</summary>
    public sealed record Story(
        int Succeeded,
        int Omitted,
        int LeftOutByPauses,
        int EndedLost,
        int AttemptsLost,
        int Returned,
        int Stale,
        int SummedUp,
        int ToldWaits
    )
    {
        public static Story operator +(Story left, Story right) =>
            new(
                left.Succeeded + right.Succeeded,
                left.Omitted + right.Omitted,
                left.LeftOutByPauses + right.LeftOutByPauses,
                left.EndedLost + right.EndedLost,
                left.AttemptsLost + right.AttemptsLost,
                left.Returned + right.Returned,
                left.Stale + right.Stale,
                left.SummedUp + right.SummedUp,
                left.ToldWaits + right.ToldWaits
            );
    }
}
