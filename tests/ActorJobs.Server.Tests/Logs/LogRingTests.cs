using ActorJobs.Server.Logs;
using Serilog;

namespace ActorJobs.Server.Tests.Logs;

public sealed class LogRingTests : IDisposable
{
    private readonly LogRing _ring = new();
    private readonly Serilog.Core.Logger _log;

    public LogRingTests() => _log = new LoggerConfiguration().WriteTo.Sink(_ring).CreateLogger();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Newest_OfMoreThanItHolds_AreTheLastThousand()
    {
        foreach (var number in Enumerable.Range(0, 1500))
        {
            _log.Information("line {Number}", number);
        }

        _ring.Newest(2).Select(line => line.Message).ShouldBe(["line 1498", "line 1499"]);
        _ring.Newest(5000).Count.ShouldBe(1000);
        _ring.Newest(5000)[0].Message.ShouldBe("line 500");
    }

    [Fact]
    public void Newest_OfALineWithAnException_HasItsTextWithinBounds()
    {
        _log.ForContext<LogRingTests>().Error(new InvalidOperationException(new string('x', 10_000)), "broken");

        var line = _ring.Newest(1).ShouldHaveSingleItem();

        (line.Level, line.Message, line.Source).ShouldBe((Serilog.Events.LogEventLevel.Error, "broken", typeof(LogRingTests).FullName));
        line.Exception.Length.ShouldBe(4001);
    }

    [Fact]
    public async Task Follow_WhileLinesAreWritten_GivesEachOnceInOrder()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        _log.Information("old");
        _log.Information("a");
        await using var batches = _ring.FollowAsync(1, TimeSpan.FromMinutes(1), TimeProvider.System, limit.Token).GetAsyncEnumerator();

        (await batches.MoveNextAsync()).ShouldBeTrue();
        batches.Current.Select(line => line.Message).ShouldBe(["a"]);
        _log.Information("b");
        _log.Information("c");
        var seen = new List<string>();
        while (seen.Count < 2 && await batches.MoveNextAsync())
        {
            seen.AddRange(batches.Current.Select(line => line.Message));
        }

        seen.ShouldBe(["b", "c"]);
    }
}
