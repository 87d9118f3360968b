using System.Net.WebSockets;
using ActorJobs.Tests.Sockets;

namespace ActorJobs.Protocol.Tests;

public sealed class FrameLinkTests
{
    [Fact]
    public async Task Send_ManyWhileTheSocketIsBusy_LeaveTogetherInOrder()
    {
        await using var pair = LinkPair.Create();
        for (var number = 1; number <= 10_000; number++)
        {
            pair.Worker.Send(Numbered(number)).ShouldBeTrue();
        }

        var numbers = new List<long>();
        var frames = 0;
        for (; numbers.Count < 10_000; frames++)
        {
            numbers.AddRange((await pair.ReadFrameAsync()).Select(message => message.Heartbeat.Number));
        }

        numbers.ShouldBe(Enumerable.Range(1, 10_000).Select(number => (long)number));
        frames.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task Send_LargeMessages_AreSplitOverFrames()
    {
        await using var pair = LinkPair.Create(new() { FrameBytes = 10_000, FullFrameBytes = 10_000 });
        for (var number = 0; number < 3; number++)
        {
            pair.Worker.Send(Sized(6_000)).ShouldBeTrue();
        }

        for (var number = 0; number < 3; number++)
        {
            (await pair.ReadFrameAsync()).ShouldHaveSingleItem().ShouldBe(Sized(6_000));
        }
    }

    [Fact]
    public async Task Send_MessageBeyondTheFrameLimit_IsRefused()
    {
        await using var pair = LinkPair.Create(new() { FrameBytes = 1000 });

        var refused = Should.Throw<ArgumentException>(() => pair.Worker.Send(Sized(2000)));

        refused.Message.ShouldContain("a frame, which has at most 1000 bytes");
        pair.Worker.Send(Sized(500)).ShouldBeTrue();
        (await pair.ReadFrameAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Send_OtherSideDoesNotRead_BreaksTheLinkWithItsReason()
    {
        await using var pair = LinkPair.Create(new() { QueuedBytes = 100_000 });
        var sent = 0;
        while (pair.Worker.Send(Sized(10_000)))
        {
            (++sent).ShouldBeLessThan(1000);
        }

        var broken = await Should.ThrowAsync<LinkException>(() => ReceiveAllAsync(pair.Worker));

        broken.Message.ShouldStartWith("The other side does not read: ");
        pair.Worker.Send(Numbered(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Receive_FrameBeyondTheLimit_BreaksTheLinkWithItsReason()
    {
        await using var pair = LinkPair.Create(new() { FrameBytes = 1000 });
        await pair.ServerSocket.SendAsync(new byte[1001], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

        var broken = await Should.ThrowAsync<LinkException>(() => ReceiveAllAsync(pair.Worker));

        broken.Message.ShouldBe("A frame is larger than 1000 bytes, which is the most that is taken.");
    }

    [Fact]
    public async Task Receive_NoFrameOfTheContract_BreaksTheLinkWithItsReason()
    {
        await using var pair = LinkPair.Create();
        await pair.ServerSocket.SendAsync(
            new byte[] { 0x0A, 0x7F },
            WebSocketMessageType.Binary,
            endOfMessage: true,
            CancellationToken.None
        );

        var broken = await Should.ThrowAsync<LinkException>(() => ReceiveAllAsync(pair.Worker));

        broken.Message.ShouldStartWith("A frame is not of the contract: ");
    }

    [Fact]
    public async Task Close_WaitingMessages_AreSentFirst()
    {
        await using var pair = LinkPair.Create();
        pair.Worker.Send(Sized(50_000));

        var closing = pair.Worker.CloseAsync();
        (await pair.ReadFrameAsync()).ShouldHaveSingleItem().ShouldBe(Sized(50_000));
        var end = await pair.ServerSocket.ReceiveAsync(new byte[10], CancellationToken.None);
        await closing;

        end.MessageType.ShouldBe(WebSocketMessageType.Close);
        pair.Worker.Send(Numbered(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Receive_OtherSideCloses_EndsWithoutAnError()
    {
        await using var pair = LinkPair.Create();
        await pair.ServerSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        await ReceiveAllAsync(pair.Worker);
    }

    private static async Task ReceiveAllAsync(FrameLink<WorkerMessage, ServerMessage> link)
    {
        await foreach (var batch in link.ReceiveAsync())
        {
            batch.ShouldNotBeEmpty();
        }
    }

    private static WorkerMessage Numbered(long number) => new() { Heartbeat = new() { Number = number } };

    private static WorkerMessage Sized(int bytes) => new() { Drain = new() { Reason = new string('x', bytes) } };
}
