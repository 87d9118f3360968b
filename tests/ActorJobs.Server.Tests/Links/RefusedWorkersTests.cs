using System.Diagnostics.Metrics;
using ActorJobs.Protocol;
using ActorJobs.Server.Links;
using ActorJobs.Server.Metrics;
using ActorJobs.Server.Tests.Facade;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Server.Tests.Links;

public sealed class RefusedWorkersTests : IDisposable
{
    private static readonly Refused AppGone = Refusal.Final("APP_NOT_FOUND", "There is no app 'a'.");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MovedTime _time = new();
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _loggers = new();
    private readonly RefusedWorkers _refused;

    public RefusedWorkersTests()
    {
        _loggers.AddProvider(_log);
        _refused = new RefusedWorkers(
            new LinkInstruments(_services.GetRequiredService<IMeterFactory>().Create(NodeInstruments.MeterName)),
            _time,
            _loggers.CreateLogger<RefusedWorkers>()
        );
    }

    [Fact]
    public void Note_TheSameAgainAndAgain_IsOneEntryAndFewLines()
    {
        for (var second = 0; second < 3600; second += 10)
        {
            Note("w1");
            _time.Passed += TimeSpan.FromSeconds(10);
        }

        var entry = _refused.List().ShouldHaveSingleItem();
        entry.ShouldBe(
            new RefusedWorker(
                "a",
                "w1",
                "10.0.0.7",
                "APP_NOT_FOUND",
                AppGone.Reason,
                360,
                MovedTime.Start,
                MovedTime.Start.AddSeconds(3590)
            )
        );
        _log.Lines.Count.ShouldBe(6);
        _log.Lines.First().ShouldBe("Worker w1 of app a from 10.0.0.7 is refused: APP_NOT_FOUND, There is no app 'a'.");
        _log.Lines.Last()
            .ShouldBe("Worker w1 of app a from 10.0.0.7 is still refused, 301 times by now: APP_NOT_FOUND, There is no app 'a'.");
    }

    [Fact]
    public void Note_ManyDifferentOnes_KeepsTheNewestAndSparesTheLog()
    {
        for (var number = 0; number < RefusedWorkers.MostKept + 10; number++)
        {
            Note($"w{number}");
            _time.Passed += TimeSpan.FromMilliseconds(1);
        }

        var listed = _refused.List();
        (listed.Count, listed[0].Worker, listed[^1].Worker).ShouldBe((RefusedWorkers.MostKept, $"w{RefusedWorkers.MostKept + 9}", "w10"));
        _log.Lines.Count.ShouldBe(60);
        _log.Lines.Last().ShouldStartWith("60 workers were refused within a minute; more of them are not logged until it is over.");
    }

    [Fact]
    public void List_AfterAnHour_ForgetsWhatWasNotRepeated()
    {
        Note("old");
        _time.Passed += TimeSpan.FromMinutes(40);
        Note("new");
        _time.Passed += TimeSpan.FromMinutes(40);

        _refused.List().ShouldHaveSingleItem().Worker.ShouldBe("new");
    }

    [Fact]
    public void Note_OddNames_CannotForgeLinesOfTheLog()
    {
        _refused.Note(
            new Hello { App = "a\nERR all is lost", Worker = new string('w', 5000) },
            "10.0.0.7",
            Refusal.Final("C", "one\r\ntwo")
        );

        var entry = _refused.List().ShouldHaveSingleItem();
        (entry.App, entry.Reason).ShouldBe(("a ERR all is lost", "one  two"));
        entry.Worker.Length.ShouldBeLessThan(250);
        _log.Lines.ShouldHaveSingleItem().ShouldNotContain('\n');
    }

    public void Dispose()
    {
        _services.Dispose();
        _loggers.Dispose();
        _log.Dispose();
    }

    private void Note(string worker) => _refused.Note(new Hello { App = "a", Worker = worker }, "10.0.0.7", AppGone);

    private sealed class MovedTime : TimeProvider
    {
        public static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => Start + Passed;
    }
}
