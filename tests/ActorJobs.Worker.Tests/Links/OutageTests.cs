using ActorJobs.Worker.Links;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Links;

public sealed class OutageTests
{
    private static readonly SessionEnd s_refused = new("Connection refused", Adopted: false, Final: false);

    [Fact]
    public void OutageLog_SameReason_IsToldOnceAndThenEveryHalfMinute()
    {
        using var lines = new LogLines();
        var time = new ManualTime();
        var log = new OutageLog(time, TimeSpan.FromSeconds(30), lines.CreateLogger(""));
        for (var second = 0; second < 65; second++)
        {
            log.Failed("http://a", s_refused);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        lines
            .TakeAll()
            .Select(line => line.Text)
            .ShouldBe(Enumerable.Repeat("No connection to http://a, trying again: Connection refused", 3));
    }

    [Fact]
    public void OutageLog_OtherReasonServerOrNewOutage_IsToldAtOnce()
    {
        using var lines = new LogLines();
        var log = new OutageLog(new ManualTime(), TimeSpan.FromSeconds(30), lines.CreateLogger(""));

        log.Failed("http://a", s_refused);
        log.Failed("http://b", s_refused);
        log.Failed("http://a", s_refused with { Reason = "No route" });
        log.Connected("http://a", "node-1", "w1");
        log.Failed("http://a", s_refused with { Reason = "No route" });

        lines.TakeAll().Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(0, 1.0, 100)]
    [InlineData(1, 0.0, 100)]
    [InlineData(1, 1.0, 200)]
    [InlineData(3, 1.0, 800)]
    [InlineData(1_000_000, 0.0, 1500)]
    [InlineData(1_000_000, 1.0, 3000)]
    public void Backoff_FailedRounds_PausesLongerUpToTheLimit(int rounds, double chance, int milliseconds) =>
        new Backoff(new WorkerTimings(), () => chance).Pause(rounds).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Timings_LongestWayBack_IsBelowFifteenSeconds()
    {
        var timings = new WorkerTimings();

        (timings.LongestPause + timings.DialRound + timings.Handshake).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(1, 1.0, 5)]
    [InlineData(2, 0.0, 5)]
    [InlineData(3, 1.0, 20)]
    [InlineData(1_000_000, 1.0, 60)]
    public void Backoff_RefusedForGood_PausesLongerUpToAMinute(int refusals, double chance, int seconds) =>
        new Backoff(new WorkerTimings(), () => chance).PauseAfterFinalRefusal(refusals).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("http://127.0.0.1:7700", "ws://127.0.0.1:7700/link/v1/worker")]
    [InlineData("https://jobs.example/prefix/", "wss://jobs.example/prefix/link/v1/worker")]
    [InlineData("ws://[::1]:80", "ws://[::1]/link/v1/worker")]
    [InlineData("wss://jobs.example:8443", "wss://jobs.example:8443/link/v1/worker")]
    public void ServerAddress_EveryScheme_LeadsToTheLink(string text, string link)
    {
        ServerAddress.TryParse(text, out var address).ShouldBeTrue();
        address!.Link.AbsoluteUri.ShouldBe(link);
        address.Name.ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:7700")]
    [InlineData("ftp://jobs.example")]
    [InlineData("/jobs")]
    public void ServerAddress_AnythingElse_IsRefused(string text) => ServerAddress.TryParse(text, out _).ShouldBeFalse();
}
