using ActorJobs.Protocol;
using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Links;

public sealed class HandshakeTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    [Fact]
    public async Task Hello_NewSession_TellsWhoTheWorkerIs()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);

        var hello = (await server.NextSessionAsync()).Hello;

        hello.App.ShouldBe("demo");
        hello.Worker.ShouldBe("w1");
        hello.Session.ShouldBe(1);
        hello.Slots.ShouldBe(2);
        hello.Protocol.ShouldBe(ProtocolVersions.Newest);
        hello.ProtocolMin.ShouldBe(ProtocolVersions.Oldest);
        hello.Processors.ShouldBe(["block", "echo", "large", "stubborn", "throw", "wait"]);
        hello.Host.Address.ShouldEndWith("127.0.0.1");
        hello.Host.Pid.ShouldBe(Environment.ProcessId);
        hello.Sdk.ShouldBe("dotnet/0.1.0");
        Guid.TryParse(hello.Incarnation, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Session_BrokenLink_IsFollowedByTheNextOfTheSameIncarnation()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);
        var first = await server.NextAdoptedAsync();

        first.Break();
        var second = await server.NextSessionAsync();

        second.Hello.Session.ShouldBe(2);
        second.Hello.Incarnation.ShouldBe(first.Hello.Incarnation);
        (await worker.Log.ExpectAsync("No connection to")).Level.ShouldBe(LogLevel.Warning);
    }

    [Fact]
    public async Task Session_SilentServer_IsGivenUpAndDialledAgain()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);
        var first = await server.NextSessionAsync();
        first.Welcome(heartbeatEvery: 100, silenceLimit: 300);
        first.Adopt(1);

        var second = await server.NextSessionAsync();

        second.Hello.Session.ShouldBe(2);
        (await worker.Log.ExpectAsync("Nothing was heard from the server for 0.3 s")).Level.ShouldBe(LogLevel.Warning);
    }

    [Fact]
    public async Task Session_ServerWithoutWelcome_IsGivenUpAndDialledAgain()
    {
        var timings = new WorkerTimings { Handshake = TimeSpan.FromMilliseconds(200) };
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, timings: timings);
        var first = await server.NextSessionAsync();

        (await server.NextSessionAsync()).Hello.Session.ShouldBeGreaterThan(first.Hello.Session);
    }

    [Fact]
    public async Task Heartbeat_AfterWelcome_IsSentWithRisingNumbersAndSlots()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);
        var session = await server.NextSessionAsync();
        session.Welcome(heartbeatEvery: 20);

        (await session.ExpectHeartbeatAsync()).Number.ShouldBe(1);
        var second = await session.ExpectHeartbeatAsync();

        second.Number.ShouldBe(2);
        second.Slots.ShouldBe(2);
    }

    [Fact]
    public async Task Refused_Final_IsLoggedAsErrorAndTriedAgain()
    {
        var timings = new WorkerTimings { FirstPauseAfterFinalRefusal = TimeSpan.FromMilliseconds(100) };
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, timings: timings);

        (await server.NextSessionAsync()).Refuse("UNKNOWN_APP", "there is no app 'demo'", final: true);

        var line = await worker.Log.ExpectAsync("UNKNOWN_APP, there is no app 'demo'");
        line.Level.ShouldBe(LogLevel.Error);
        line.Text.ShouldContain(server.Address);
        await server.NextAdoptedAsync();
    }

    [Fact]
    public async Task Refused_WorkerIdInUse_IsTriedAgainSoon()
    {
        var timings = new WorkerTimings { FirstPauseAfterFinalRefusal = TimeSpan.FromDays(1) };
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data, timings: timings);

        (await server.NextSessionAsync()).Refuse("WORKER_ID_IN_USE", "w1 is connected from another process", final: false);

        await server.NextAdoptedAsync();
        (await worker.Log.ExpectAsync("WORKER_ID_IN_USE")).Level.ShouldBe(LogLevel.Warning);
    }

    [Fact]
    public async Task Dial_FirstServerIsDown_TheNextOneIsTaken()
    {
        await using var gone = await FakeServer.StartAsync();
        var goneAddress = gone.Address;
        await gone.DisposeAsync();
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(goneAddress, _data, options => options.Servers.Add(server.Address));

        await server.NextAdoptedAsync();

        (await worker.Log.ExpectAsync($"No connection to {goneAddress}")).Text.ShouldContain("refused");
    }

    [Fact]
    public async Task Welcome_UnknownProtocol_EndsTheSessionForGood()
    {
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(server.Address, _data);
        var session = await server.NextSessionAsync();

        session.Send(
            new()
            {
                Welcome = new()
                {
                    Protocol = 99,
                    HeartbeatEvery = 1000,
                    SilenceLimit = 4000,
                },
            }
        );

        (await worker.Log.ExpectAsync("The server chose protocol 99; this worker speaks 1 to 1.")).Level.ShouldBe(LogLevel.Error);
    }

    public void Dispose() => _data.Dispose();
}
