using System.Net.WebSockets;
using ActorJobs.Errors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Links;

/// <summary>Those that dial in, and then say nothing, or nothing that WebSocket allows.</summary>
public class BareLinkTests(ImpatientServer server) : IClassFixture<ImpatientServer>
{
    private long Noted =>
        server.Refused.List().Where(entry => entry.Code is ErrorCodes.MalformedFrame or ErrorCodes.HelloTimeout).Sum(entry => entry.Count);

    [Fact]
    public async Task Link_WithoutAHello_IsRefusedInTime()
    {
        await using var silent = await RawWorker.DialAsync(server.Address);
        await using var slow = await RawWorker.DialAsync(server.Address);
        await slow.Socket.SendAsync("{"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, slow.Cancellation);

        (await silent.RefusedAsync()).ShouldBe(new Refused { Code = ErrorCodes.HelloTimeout, Reason = "No Hello came within 0.5 s." });
        (await slow.NextAsync()).Refused.Code.ShouldBe(ErrorCodes.HelloTimeout);
    }

    [Theory]
    [InlineData(0x83, 5UL, true)] // An opcode that there is not.
    [InlineData(0xF2, 5UL, true)] // Reserved bits.
    [InlineData(0x82, 5UL, false)] // No mask.
    [InlineData(0x82, ulong.MaxValue, true)] // A length beyond all.
    [InlineData(0x82, 1UL << 40, true)] // A terabyte.
    [InlineData(0x80, 5UL, true)] // The rest of nothing.
    [InlineData(0x89, 5UL, true)] // A ping with a length of eight bytes.
    [InlineData(0x09, 5UL, true)] // A ping in parts.
    public async Task Socket_ThatBreaksTheRulesOfWebSocket_IsEnded(byte first, ulong length, bool masked)
    {
        var noted = Noted;
        using var bare = await BareSocket.DialAsync(server.Address);
        await bare.WriteFrameAsync(first, [1, 2, 3, 4, 5], length, masked);

        await bare.ReadToEndAsync();

        while (Noted == noted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, bare.Cancellation);
        }
        server.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Socket_FloodedWithPings_IsEndedInTime()
    {
        using var bare = await BareSocket.DialAsync(server.Address);
        var reading = bare.ReadToEndAsync();

        // Goes on until the server has ended the socket; what it had answered by then may be lost with it.
        await bare.FloodAsync(BareSocket.Pings(1000));

        await reading;
    }
}
