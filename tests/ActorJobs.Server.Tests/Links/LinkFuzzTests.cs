using System.Net.WebSockets;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Links;

/// <summary>Whatever comes in at the workers' endpoint: the server stays as it was, others do not notice, and who sent it is told why it is refused.</summary>
[Collection(MemoryGroup.Name)]
public class LinkFuzzTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const int MostMegabytesKept = 100;

    /// <summary>What a frame or a message may be refused with; never that something is broken in the server itself.</summary>
    private static readonly string[] Refusals =
    [
        ErrorCodes.MalformedFrame,
        ErrorCodes.FrameTooLarge,
        ErrorCodes.UnexpectedMessage,
        ErrorCodes.InvalidMessage,
        ErrorCodes.InvalidHello,
        ErrorCodes.ProtocolVersion,
        ErrorCodes.AppNotFound,
        ErrorCodes.ClockTooFarOff,
        ErrorCodes.HelloTimeout,
        ErrorCodes.WorkerIdInUse,
        ErrorCodes.SessionSuperseded,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Frames_OfEverySort_HarmNobody(int seed) => FuzzAsync(seed, connections: 25);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1000)]
    public async Task Frames_OfEverySortForLong_HarmNobody(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 2; seed++)
        {
            await FuzzAsync(seed, connections: 100);
        }
    }

    [Theory]
    [InlineData(FrameKind.Text)]
    [InlineData(FrameKind.Binary)]
    public async Task Frame_InFragments_IsTakenAsOne(FrameKind kind)
    {
        var app = await server.NewAppAsync();
        await using var worker = await RawWorker.DialAsync(server.Address, kind);
        var bytes = RawWorker.BytesOf(kind, new WorkerFrame { Messages = { new WorkerMessage { Hello = RawWorker.Hello(app, "grün") } } });
        var type = kind is FrameKind.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        foreach (var one in bytes)
        {
            await worker.Socket.SendAsync(new[] { one }, type, endOfMessage: false, worker.Cancellation);
        }
        await worker.Socket.SendAsync(Array.Empty<byte>(), type, endOfMessage: true, worker.Cancellation);

        (await worker.NextAsync()).Welcome.ShouldNotBeNull();
    }

    [Fact]
    public async Task Frame_ThatIsTooLarge_IsRefusedWithoutBeingKept()
    {
        var app = await server.NewAppAsync();
        await using var worker = await RawWorker.DialAsync(server.Address, FrameKind.Binary);
        await worker.JoinAsync(RawWorker.Hello(app));
        await worker.SendAsync(FrameKind.Binary, new byte[LinkLimits.Default.FrameBytes + 1]);

        (await worker.RefusedAsync()).Code.ShouldBe(ErrorCodes.FrameTooLarge);
    }

    [Fact]
    public async Task Held_OfManyThousandAttempts_AreStoppedAndHarmNobody()
    {
        var app = await server.NewAppWithJobAsync();
        await using var worker = await RawWorker.DialAsync(server.Address);
        await worker.SayAsync(new WorkerMessage { Hello = RawWorker.Hello(app) });
        var epoch = (await worker.NextAsync(message => message.Adopt)).Epoch;
        var adopted = new Adopted { Epoch = epoch, Slots = 2 };
        for (var number = 0; number < 5_000; number++)
        {
            adopted.Held.Add(
                new HeldAttempt
                {
                    Attempt = new AttemptRef
                    {
                        Run = Guid.NewGuid().ToString(),
                        Attempt = 1,
                        Token = 1,
                    },
                }
            );
        }
        await worker.SayAsync(new WorkerMessage { Adopted = adopted });

        for (var number = 0; number < 5_000; number++)
        {
            var stop = await worker.NextAsync(message => message.Stop);
            await worker.SayAsync(new WorkerMessage { StopAccepted = new StopAccepted { Attempt = stop.Attempt } });
        }

        await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        (await worker.NextAsync(message => message.Dispatch)).Job.ShouldBe("hello");
    }

    [Fact]
    public async Task Pings_ByTheThousand_AreAnsweredAndNotKept()
    {
        const int pings = 50_000;
        var flood = BareSocket.Pings(pings);
        using var bare = await BareSocket.DialAsync(server.Address);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var writing = bare.WriteAsync(flood);

        // A pong has a header of two bytes.
        await bare.ReadAsync(pings * (2 + BareSocket.PingBytes));
        await writing;

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(flood.Length / 2);
    }

    private async Task FuzzAsync(int seed, int connections)
    {
        var app = await server.NewAppWithJobAsync();
        await using var witness = await RawWorker.DialAsync(server.Address);
        await witness.JoinAsync(RawWorker.Hello(app, "witness"));
        var fuzzer = new FrameFuzzer(seed, app.Split('/')[^1]);
        var kept = GC.GetTotalMemory(forceFullCollection: true);

        for (var connection = 0; connection < connections; connection++)
        {
            await using var worker = await RawWorker.DialAsync(server.Address, fuzzer.AnyKind());
            var codes = await AttackAsync(worker, fuzzer, app);
            codes.Count.ShouldBeLessThanOrEqualTo(1, $"seed {seed}, connection {connection}");
            codes.ShouldAllBe(code => Refusals.Contains(code), $"seed {seed}, connection {connection}");
        }

        server.Log.Errors.ShouldBeEmpty($"seed {seed}");
        await witness.SayAsync(
            new WorkerMessage
            {
                Heartbeat = new Heartbeat { Number = seed, Slots = 2 },
            }
        );
        (await witness.NextAsync(message => message.HeartbeatAnswer)).ShouldBe(
            new HeartbeatAnswer { Number = seed, Epoch = 1 },
            $"seed {seed}"
        );
        (await server.SendAsync("POST", $"{app}/jobs/hello/runs")).Status.ShouldBe(201);
        (await server.SendAsync("GET", $"{app}/workers/witness"))["state"].ShouldBe("Online");
        ((GC.GetTotalMemory(forceFullCollection: true) - kept) / 1_000_000).ShouldBeLessThan(MostMegabytesKept);
    }

    /// <summary>Says something right or not, then something bad, and reads what the server has to say.</summary>
    /// <returns>The symbols of the refusals that came.</returns>
    private static async Task<IReadOnlyList<string>> AttackAsync(RawWorker worker, FrameFuzzer fuzzer, string app)
    {
        try
        {
            if (fuzzer.Next(4) > 0)
            {
                // An id of its own, so that none is in the way of another, nor of the witness.
                var hello = RawWorker.Hello(app, $"attacker-{Guid.NewGuid():N}");
                hello.Processors.Clear();
                await worker.JoinAsync(hello);
            }
            for (var frame = fuzzer.Next(4); frame >= 0; frame--)
            {
                var kind = fuzzer.AnyKind();
                await worker.SendAsync(kind, fuzzer.BadFrame(kind));
            }
            return [.. (await worker.CloseAsync()).Where(message => message.Refused is not null).Select(message => message.Refused.Code)];
        }
        catch (WebSocketException)
        {
            // It broke the rules of WebSocket, or was refused while it still sent.
            return [];
        }
    }
}
