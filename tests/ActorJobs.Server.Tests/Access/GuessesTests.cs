using System.Net;
using ActorJobs.Errors;
using ActorJobs.Server.Access;

namespace ActorJobs.Server.Tests.Access;

/// <summary>What guessing costs. Nothing waits here: the clock tells how long it would have been.</summary>
public sealed class GuessesTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.7");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.8");

    private readonly WaitingTime _time = new();
    private readonly Guesses _guesses;

    public GuessesTests() => _guesses = new Guesses(_time);

    [Fact]
    public async Task Guesses_OfOneAddress_WaitLongerEachTime()
    {
        var waits = new List<TimeSpan>();
        for (var guess = 0; guess < 14; guess++)
        {
            var before = _time.Waited;
            await TryAsync(Guesser, $"wrong{guess}");
            waits.Add(_time.Waited - before);
        }

        waits[..6].ShouldAllBe(wait => wait == TimeSpan.Zero);
        waits[6..10].ShouldBe([Milliseconds(50), Milliseconds(100), Milliseconds(200), Milliseconds(400)]);
        waits[12].ShouldBe(Milliseconds(1000));
        waits[13].ShouldBe(Milliseconds(1000));
    }

    [Fact]
    public async Task RightToken_OfAnotherAddress_DoesNotWait()
    {
        await GuessWrongAsync(20);
        var before = _time.Waited;

        (await TryAsync(Other, "right")).ShouldBe("found");
        _time.Waited.ShouldBe(before);
    }

    [Fact]
    public async Task RightToken_OfTheGuessersAddress_WaitsOnceAndOnlyIfItIsNew()
    {
        (await TryAsync(Guesser, "right")).ShouldBe("found");
        await GuessWrongAsync(20);
        var before = _time.Waited;

        (await TryAsync(Guesser, "right")).ShouldBe("found");
        _time.Waited.ShouldBe(before);
        (await TryAsync(Guesser, "right too")).ShouldBe("found");
        (_time.Waited - before).ShouldBe(Milliseconds(1000));
        (await TryAsync(Guesser, "right too")).ShouldBe("found");
        (_time.Waited - before).ShouldBe(Milliseconds(1000));
    }

    [Fact]
    public async Task Guesses_ManyAtOnce_AreRefusedButForAFew()
    {
        await GuessWrongAsync(20);
        _time.IsHeld = true;
        var waiting = Enumerable.Range(0, 4).Select(guess => TryAsync(Guesser, $"held{guess}")).ToList();

        var refusal = await Should.ThrowAsync<RefusalException>(() => TryAsync(Guesser, "one more"));

        refusal.Code.ShouldBe(ErrorCodes.TooManyGuesses);
        _time.Release();
        await Task.WhenAll(waiting);
        (await TryAsync(Guesser, "right")).ShouldBe("found");
    }

    [Fact]
    public async Task Guesses_LongAgo_AreForgotten()
    {
        await GuessWrongAsync(20);
        _time.Advance(TimeSpan.FromMinutes(11));
        await TryAsync(Guesser, "wrong");
        var before = _time.Waited;

        await TryAsync(Guesser, "wrong again");

        _time.Waited.ShouldBe(before);
    }

    [Fact]
    public async Task Addresses_HoweverMany_AreRememberedInBoundedMemory()
    {
        for (var number = 0; number < 5000; number++)
        {
            await TryAsync(new IPAddress(number + 0x0A000000L), "wrong");
        }

        _guesses.Count.ShouldBe(4096);
    }

    [Fact]
    public async Task Addresses_OfOneNetworkOfIpv6_AreOne()
    {
        for (var number = 0; number < 20; number++)
        {
            await TryAsync(IPAddress.Parse($"2001:db8::{number + 1:x}"), "wrong");
        }

        (_guesses.Count, _time.Waited > Milliseconds(1000)).ShouldBe((1, true));
    }

    private async Task GuessWrongAsync(int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            await TryAsync(Guesser, $"wrong{guess}");
        }
    }

    private async Task<string?> TryAsync(IPAddress from, string text) =>
        await _guesses.TryAsync<string>(
            from,
            text,
            (tried, _) => new(tried.StartsWith("right", StringComparison.Ordinal) ? "found" : null),
            default
        );

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    /// <summary>A clock on which every wait is over at once, unless it is held.</summary>
    private sealed class WaitingTime : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State)> _held = [];
        private TimeSpan _now = TimeSpan.FromDays(1);

        public TimeSpan Waited { get; private set; }

        public bool IsHeld { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan by) => _now += by;

        public void Release()
        {
            IsHeld = false;
            _held.ForEach(timer => timer.Callback(timer.State));
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited += dueTime;
            _now += dueTime;
            if (IsHeld)
            {
                _held.Add((callback, state));
            }
            else
            {
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }

            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
