using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Actors.Tests;

/// <summary>The same actors on real threads and the real clock.</summary>
public class ThreadPoolTests
{
    [Fact]
    public async Task Tell_FromManyThreads_LosesNothingKeepsOrderAndNeverRunsTwoTurnsAtOnce()
    {
        const int Senders = 4;
        const int Each = 50_000;
        await using var system = new ActorSystem(
            new ThreadPoolActorScheduler(),
            TimeProvider.System,
            NullLogger.Instance,
            new ActorSettings { MailboxLimit = int.MaxValue }
        );
        var counter = new Counter(Senders);
        var actor = system.ActorOf("counter", () => counter);
        await Task.WhenAll(
            Enumerable
                .Range(0, Senders)
                .Select(sender =>
                    Task.Run(() =>
                    {
                        for (var number = 1; number <= Each; number++)
                        {
                            actor.Tell((sender, number));
                        }
                    })
                )
        );
        (await actor.AskAsync((-1, 0), TimeSpan.FromMinutes(1))).ShouldBe(Senders * Each);
        counter.Violations.ShouldBe(0);
    }

    [Fact]
    public async Task Commit_ThatEndsOnAnotherThread_IsReleasedInOrder()
    {
        await using var system = new ActorSystem(new ThreadPoolActorScheduler(), TimeProvider.System, NullLogger.Instance);
        var released = new List<int>();
        var actor = system.ActorOf("writer", () => new Writer(released));
        var asks = Enumerable.Range(0, 2_000).Select(number => actor.AskAsync(number, TimeSpan.FromMinutes(1)).AsTask()).ToList();
        (await Task.WhenAll(asks)).ShouldBe(Enumerable.Range(0, 2_000));
        released.ShouldBe(Enumerable.Range(0, 2_000));
    }

    [Fact]
    public async Task WakeAfter_OnTheRealClock_NeverComesEarly()
    {
        await using var system = new ActorSystem(new ThreadPoolActorScheduler(), TimeProvider.System, NullLogger.Instance);
        var ticker = new Ticker();
        system.ActorOf("ticker", () => ticker);
        await ticker.Done.Task.WaitAsync(TimeSpan.FromMinutes(1));
        ticker.Early.ShouldBe(0);
    }

    private sealed class Counter(int senders) : Actor<(int Sender, int Number), int>
    {
        private readonly int[] _last = new int[senders];
        private int _inside;
        private int _count;

        public int Violations { get; private set; }

        public override void Receive(IReadOnlyList<Envelope<(int Sender, int Number), int>> batch, Turn turn)
        {
            Violations += Interlocked.Exchange(ref _inside, 1);
            foreach (var envelope in batch)
            {
                var (sender, number) = envelope.Message;
                if (sender < 0)
                {
                    turn.Reply(envelope, _count);
                    continue;
                }

                Violations += number == _last[sender] + 1 ? 0 : 1;
                _last[sender] = number;
                _count++;
            }

            Interlocked.Exchange(ref _inside, 0);
        }
    }

    private sealed class Writer(List<int> released) : Actor<int, int>
    {
        public override void Receive(IReadOnlyList<Envelope<int, int>> batch, Turn turn)
        {
            turn.Commit(new PoolCommit());
            foreach (var envelope in batch)
            {
                turn.Output(() => released.Add(envelope.Message));
                turn.Reply(envelope, envelope.Message);
            }
        }
    }

    /// <summary>Ends on whatever thread the pool gives; two under way may end in either order.</summary>
    private sealed class PoolCommit : ICommit
    {
        public async ValueTask<CommitOutcome> CommitAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            return ManualCommit.Committed;
        }
    }

    private sealed class Ticker : Actor<int, int>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1.3);
        private TimeSpan _due;
        private int _ticks;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Early { get; private set; }

        public override void Started(Turn turn) => Set(turn);

        public override void Receive(IReadOnlyList<Envelope<int, int>> batch, Turn turn)
        {
            Early += turn.Now < _due ? 1 : 0;
            if (++_ticks == 100)
            {
                turn.Output(() => Done.SetResult());
                return;
            }

            Set(turn);
        }

        private void Set(Turn turn)
        {
            _due = turn.Now + Pause;
            turn.WakeAfter(Pause);
        }
    }
}
