using System.Net;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Links;

/// <summary>Who a worker is, over several links and addresses.</summary>
public class WorkerIdentityTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Worker_ComingFromAnotherAddress_KeepsItsId()
    {
        var app = await server.NewAppAsync();
        var hello = RawWorker.Hello(app);
        hello.Host = new HostInfo { Name = "h", Address = "127.0.0.1" };
        await using (var worker = await RawWorker.DialAsync(server.Address))
        {
            await worker.JoinAsync(hello);
            await worker.CloseAsync();
        }
        hello.Host.Address = "127.0.0.2";
        hello.Session++;
        await using var moved = await RawWorker.DialAsync(server.Address, FrameKind.Text, IPAddress.Parse("127.0.0.2"));
        await moved.JoinAsync(hello);

        var shown = (await server.SendAsync("GET", $"{app}/workers"))
            .Body.GetProperty("items")
            .EnumerateArray()
            .ToList()
            .ShouldHaveSingleItem();
        (shown.GetProperty("id").GetString(), shown.GetProperty("host").GetProperty("address").GetString()).ShouldBe(("w1", "127.0.0.2"));
    }

    [Fact]
    public async Task WorkerId_OfAnotherLivingProcess_IsRefusedAndListed()
    {
        var app = await server.NewAppAsync();
        await using var first = await RawWorker.DialAsync(server.Address);
        await first.JoinAsync(RawWorker.Hello(app));
        var hello = RawWorker.Hello(app);
        hello.Incarnation = "another life";
        await using var second = await RawWorker.DialAsync(server.Address);
        await second.SayAsync(new WorkerMessage { Hello = hello });

        var refused = await second.RefusedAsync();

        (refused.Code, refused.Final).ShouldBe((ErrorCodes.WorkerIdInUse, false));
        server.Refused.List().ShouldContain(entry => entry.App == hello.App && entry.Reason == refused.Reason);
        await first.SayAsync(
            new WorkerMessage
            {
                Heartbeat = new Heartbeat { Number = 3, Slots = 2 },
            }
        );
        (await first.NextAsync(message => message.HeartbeatAnswer)).Number.ShouldBe(3);
    }

    [Fact]
    public async Task Probe_WithTheIdOfALivingWorker_IsWelcomedAndDisturbsNobody()
    {
        var app = await server.NewAppAsync();
        await using var worker = await RawWorker.DialAsync(server.Address);
        await worker.JoinAsync(RawWorker.Hello(app));
        var hello = RawWorker.Hello(app);
        (hello.Incarnation, hello.Probe) = ("that of a doctor", true);
        await using var probe = await RawWorker.DialAsync(server.Address);
        await probe.SayAsync(new WorkerMessage { Hello = hello });

        (await probe.NextAsync()).Welcome.Node.ShouldBe("n1");

        (await probe.EndAsync()).ShouldBeEmpty();
        await worker.SayAsync(
            new WorkerMessage
            {
                Heartbeat = new Heartbeat { Number = 3, Slots = 2 },
            }
        );
        (await worker.NextAsync(message => message.HeartbeatAnswer)).Number.ShouldBe(3);
        var shown = (await server.SendAsync("GET", $"{app}/workers")).Body.GetProperty("items").EnumerateArray().ToList();
        shown.ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("Online");
    }

    [Fact]
    public async Task Probe_OfAnAppWithWaitingRuns_IsNoWorkerAndGetsNone()
    {
        var app = await server.NewAppAsync();
        await server.SendAsync("POST", $"{app}/jobs", """{"name":"j","processor":{"name":"echo"}}""");
        var run = await server.SendAsync("POST", $"{app}/jobs/j/runs", "{}");
        var hello = RawWorker.Hello(app, "doctor");
        hello.Probe = true;
        await using var probe = await RawWorker.DialAsync(server.Address);
        await probe.SayAsync(new WorkerMessage { Hello = hello });

        // All that comes up to the close of the server is the welcome, although it could run what waits.
        (await probe.NextAsync()).Welcome.ShouldNotBeNull();
        (await probe.EndAsync()).ShouldBeEmpty();

        (await server.SendAsync("GET", $"{app}/workers")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await server.SendAsync("GET", $"{app}/runs/{run["id"]}"))["state"].ShouldBe("Queued");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public async Task Session_OfOneIncarnation_TheNewestNumberCounts(long number, bool newWins)
    {
        var app = await server.NewAppAsync();
        await using var first = await RawWorker.DialAsync(server.Address);
        await first.JoinAsync(RawWorker.Hello(app));
        await using var second = await RawWorker.DialAsync(server.Address);
        await second.SayAsync(new WorkerMessage { Hello = RawWorker.Hello(app, session: number) });

        var refused = await (newWins ? first : second).RefusedAsync();

        (refused.Code, refused.Final).ShouldBe((ErrorCodes.SessionSuperseded, false));
    }
}
