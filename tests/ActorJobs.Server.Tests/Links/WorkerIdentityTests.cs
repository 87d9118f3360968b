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
