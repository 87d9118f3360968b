using ActorJobs.Actors;
using ActorJobs.TestKit.Probes;
using ActorJobs.TestKit.VirtualTime;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.TestKit.Tests.Probes;

public class TestProbeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public abstract record Note;

    public sealed record Ping(int Number) : Note;

    public sealed record Pong(int Number) : Note;

    [Fact]
    public void ExpectMessage_MessagesThatMatch_AreTakenInTheirOrder() =>
        InVirtualTime(
            async (probe, _) =>
            {
                probe.Ref.Tell(new Ping(1));
                probe.Ref.Tell(new Pong(2));
                (await probe.ExpectMessageAsync<Ping>(ping => ping.Number == 1)).Number.ShouldBe(1);
                await probe.ExpectMessageAsync(new Pong(2));
                await probe.ExpectNoneAsync(Second);
            }
        );

    [Fact]
    public void ExpectMessage_SentLater_IsWaitedForByTheProbesClock() =>
        InVirtualTime(
            async (probe, time) =>
            {
                var later = TellLaterAsync(probe, time, Second);
                await probe.ExpectMessageAsync<Ping>(within: 2 * Second);
                time.Elapsed.ShouldBe(Second);
                await later;
            }
        );

    [Fact]
    public void ExpectMessage_NothingComes_SaysHowLongItWaited() =>
        InVirtualTime(
            async (probe, time) =>
            {
                var failure = await FailureOfAsync(probe.ExpectMessageAsync<Ping>(ping => ping.Number > 3, within: 1.5 * Second));
                failure.ShouldBe("the probe expected a message of type Ping with ping => ping.Number > 3 within 1.5 s; nothing came.");
                time.Elapsed.ShouldBe(1.5 * Second);
            }
        );

    [Fact]
    public void ExpectMessage_AnotherComes_NamesItAndWhatWaitsBehindIt() =>
        InVirtualTime(
            async (probe, _) =>
            {
                probe.Ref.Tell(new Pong(1));
                probe.Ref.Tell(new Ping(2));
                (await FailureOfAsync(probe.ExpectMessageAsync<Ping>())).ShouldBe(
                    """
                    the probe expected a message of type Ping; Pong { Number = 1 } was told instead, 0 s after the probe was made. Behind it wait 1:
                      Ping { Number = 2 }
                    """
                );
                (await FailureOfAsync(probe.ExpectMessageAsync(new Ping(3)))).ShouldContain(
                    "expected Ping { Number = 3 }; Ping { Number = 2 } was told instead"
                );
            }
        );

    [Fact]
    public void ReceiveMany_FewerCome_ListsThem() =>
        InVirtualTime(
            async (probe, _) =>
            {
                probe.Ref.Tell(new Ping(1));
                probe.Ref.Tell(new Ping(2));
                probe.Ref.Tell(new Ping(3));
                (await probe.ReceiveManyAsync(2)).ShouldBe([new Ping(1), new Ping(2)]);
                (await FailureOfAsync(probe.ReceiveManyAsync(2, Second))).ShouldBe(
                    "the probe expected 2 messages within 1 s; 1 came:\n  Ping { Number = 3 }"
                );
            }
        );

    [Fact]
    public void ExpectNone_MessageDueWithinTheTime_Fails() =>
        InVirtualTime(
            async (probe, time) =>
            {
                var later = TellLaterAsync(probe, time, Second);
                await probe.ExpectNoneAsync(Second - TimeSpan.FromTicks(1));
                (await FailureOfAsync(probe.ExpectNoneAsync(Second))).ShouldBe(
                    "the probe expected no message within 1 s; Ping { Number = 7 } was told instead, 1 s after the probe was made."
                );
                await later;
            }
        );

    [Fact]
    public void Reply_ToAnAsk_ReachesTheAsker() =>
        InVirtualTime(
            async (probe, _) =>
            {
                var answer = probe.Ref.AskAsync(new Ping(1), Second).AsTask();
                (await probe.ExpectAskAsync<Ping>()).Reply("yes");
                (await answer).ShouldBe("yes");

                var refused = probe.Ref.AskAsync(new Ping(2), Second).AsTask();
                (await probe.ReceiveAsync()).Fail(new EntityUnavailableException("gone"));
                (await ThrownAsync<EntityUnavailableException>(refused)).Message.ShouldBe("gone");
            }
        );

    [Fact]
    public void Reply_WhereNobodyWaits_Fails() =>
        InVirtualTime(
            async (probe, _) =>
            {
                probe.Ref.Tell(new Ping(1));
                var told = await probe.ReceiveAsync();
                Should.Throw<ExpectationException>(() => told.Reply("?")).Message.ShouldContain("was told, not asked");

                await ThrownAsync<TimeoutException>(probe.Ref.AskAsync(new Ping(2), Second).AsTask());
                var late = await probe.ReceiveAsync();
                Should.Throw<ExpectationException>(() => late.Reply("?")).Message.ShouldContain("has given up waiting");

                probe.Ref.Tell(new Ping(3));
                (await FailureOfAsync(probe.ExpectAskAsync<Ping>())).ShouldContain("nobody waits for a reply");
            }
        );

    [Fact]
    public void Stop_WithAnAskWaiting_RefusesItAndLosesWhatIsTold() =>
        InVirtualTime(
            async (probe, _) =>
            {
                var asked = probe.Ref.AskAsync(new Ping(1), Second).AsTask();
                await probe.Ref.StopAsync();
                probe.IsStopped.ShouldBeTrue();
                await ThrownAsync<EntityUnavailableException>(asked);
                await probe.ReceiveAsync();
                probe.Ref.Tell(new Ping(2));
                (await FailureOfAsync(probe.ReceiveAsync(Second))).ShouldBe(
                    "the probe expected a message within 1 s; nothing came; it was told to stop."
                );
            }
        );

    [Fact]
    public async Task ExpectMessage_OnTheSystemsClock_TakesWhatOtherThreadsSend()
    {
        var probe = new TestProbe<Note, string>(TimeProvider.System);
        await using var system = new ActorSystem(new ThreadPoolActorScheduler(), TimeProvider.System, NullLogger.Instance);
        var forwarder = system.ActorOf<Note, string>("forwarder", () => new Forwarder(probe.Ref));
        forwarder.Tell(new Ping(1));
        await probe.ExpectMessageAsync(new Ping(1), TimeSpan.FromSeconds(20));
    }

    private static void InVirtualTime(Func<TestProbe<Note, string>, VirtualTimeProvider, Task> test)
    {
        var scheduler = new VirtualActorScheduler(seed: 1);
        scheduler.Run(() => test(new TestProbe<Note, string>(scheduler.Time), scheduler.Time));
    }

    private static async Task TellLaterAsync(TestProbe<Note, string> probe, TimeProvider time, TimeSpan after)
    {
        await Task.Delay(after, time);
        probe.Ref.Tell(new Ping(7));
    }

    private static async Task<string> FailureOfAsync(Task expectation) =>
        (await ThrownAsync<ExpectationException>(expectation)).Message.ReplaceLineEndings("\n");

    /// <summary>Shouldly's own would leave the virtual scheduler's thread.</summary>
    private static async Task<TException> ThrownAsync<TException>(Task task)
        where TException : Exception
    {
        try
        {
            await task;
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new ShouldAssertException($"Expected a {typeof(TException).Name}, and the task succeeded.");
    }

    private sealed class Forwarder(ActorRef<Note, string> to) : Actor<Note, string>
    {
        public override void Receive(IReadOnlyList<Envelope<Note, string>> batch, Turn turn)
        {
            foreach (var envelope in batch)
            {
                turn.Output(() => to.Tell(envelope.Message));
            }
        }
    }
}
