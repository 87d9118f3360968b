using ActorJobs.Protocol;
using ActorJobs.Tests.Sockets;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Tests.Fakes;

namespace ActorJobs.Worker.Tests.Attempts;

public sealed class ResultOutboxTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly RecordingSpool _spool = new();
    private readonly LinkPair _pair = LinkPair.Create();
    private readonly ResultOutbox _outbox;

    public ResultOutboxTests() => _outbox = new ResultOutbox(_spool, _time, new WorkerTimings());

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _pair.DisposeAsync();

    [Fact]
    public async Task Tick_NotAcknowledgedForThreeSeconds_SendsAgainMoreAndMoreSeldom()
    {
        _outbox.Open(_pair.Worker);
        _outbox.Keep(ResultOf("run-1"));
        (await _pair.ReadFrameAsync()).ShouldHaveSingleItem();
        for (var second = 1; second <= 21; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _outbox.Tick();
        }

        // After 3, 6 and 12 s, each counted from the time before.
        (await ReadToEndAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public void Tick_NotAcknowledgedForTwoSeconds_IsWrittenOnceAndDeletedOnItsAcknowledgement()
    {
        _outbox.Keep(ResultOf("run-1"));
        _time.Advance(TimeSpan.FromSeconds(1.9));
        _outbox.Tick();
        _spool.Calls.ShouldBeEmpty();

        _time.Advance(TimeSpan.FromSeconds(0.2));
        _outbox.Tick();
        _outbox.Tick();
        _outbox.SpoolAll();
        _outbox.Acknowledge(new AttemptKey("run-1", 1, 1)).ShouldBeTrue();

        _spool.Calls.ShouldBe(["keep run-1", "forget run-1"]);
        _outbox.Count.ShouldBe(0);
    }

    [Fact]
    public void Acknowledge_SoonEnough_NeverTouchesTheDisk()
    {
        _outbox.Keep(ResultOf("run-1"));
        _outbox.Acknowledge(new AttemptKey("run-1", 1, 1));
        _time.Advance(TimeSpan.FromSeconds(10));
        _outbox.Tick();

        _spool.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_MoreThanMayBeUnderWay_SendsTheRestOnAcknowledgement()
    {
        var large = new string('x', 1024 * 1024);
        for (var run = 0; run < 40; run++)
        {
            _outbox.Keep(ResultOf($"run-{run}", large));
        }

        _outbox.Open(_pair.Worker);

        var seen = new List<string>();
        while (seen.Count < 15)
        {
            seen.AddRange((await _pair.ReadFrameAsync()).Select(message => message.Result.Attempt.Run));
        }
        seen.Count.ShouldBe(15);
        for (var next = 0; next < seen.Count; next++)
        {
            _outbox.Acknowledge(new AttemptKey(seen[next], 1, 1));
            if (seen.Count < 40)
            {
                seen.AddRange((await _pair.ReadFrameAsync()).Select(message => message.Result.Attempt.Run));
            }
        }
        seen.ShouldBe(Enumerable.Range(0, 40).Select(run => $"run-{run}"));
        _outbox.Count.ShouldBe(0);
    }

    [Fact]
    public async Task ResultSpool_ANewOneOnTheSameFolder_LoadsWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        using var lines = new LogLines();
        var first = new ResultSpool(folder.Path, lines.CreateLogger(""));
        first.Keep(ResultOf("../run-1", "[1]"));
        first.Keep(ResultOf("run-2", "[2]"));
        first.Forget(new AttemptKey("run-2", 1, 1));
        await first.CompleteAsync();
        await File.WriteAllTextAsync(folder.File("broken.result"), "no result");

        var second = new ResultSpool(folder.Path, lines.CreateLogger(""));
        var loaded = second.Load();
        await second.CompleteAsync();

        loaded.ShouldHaveSingleItem().ShouldBe(ResultOf("../run-1", "[1]"));
        lines.TakeAll().ShouldHaveSingleItem().Text.ShouldContain("broken.result");
    }

    private async Task<IReadOnlyList<WorkerMessage>> ReadToEndAsync()
    {
        var closing = _pair.Worker.CloseAsync();
        var rest = new List<WorkerMessage>();
        while (_pair.ServerSocket.State is System.Net.WebSockets.WebSocketState.Open)
        {
            rest.AddRange(await _pair.ReadFrameAsync());
        }
        await closing;
        return rest;
    }

    private static Result ResultOf(string run, string json = "") =>
        new()
        {
            Attempt = Attempt.Of(run),
            Outcome = Outcome.Succeeded,
            Result_ = json,
        };

    private sealed class RecordingSpool : IResultSpool
    {
        public List<string> Calls { get; } = [];

        public IReadOnlyList<Result> Load() => [];

        public void Keep(Result result) => Calls.Add($"keep {result.Attempt.Run}");

        public void Forget(AttemptKey attempt) => Calls.Add($"forget {attempt.Run}");

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
