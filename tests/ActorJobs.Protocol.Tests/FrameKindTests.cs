using System.Net.WebSockets;
using System.Text;
using ActorJobs.Tests.Sockets;
using Google.Protobuf;

namespace ActorJobs.Protocol.Tests;

/// <summary>Both kinds of frames carry the same messages, and a server answers in the kind in which it is spoken to.</summary>
public sealed class FrameKindTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _limit = new(s_patience);
    private readonly WebSocket _worker;
    private readonly FrameLink<ServerMessage, WorkerMessage> _server;

    public FrameKindTests()
    {
        (_worker, var server) = LinkPair.Sockets();
        _server = FrameLinks.OfServer(server, new LinkLimits { FrameBytes = 5000, FirstFrameBytes = 2000 });
    }

    [Theory]
    [InlineData(FrameKind.Binary, WebSocketMessageType.Binary)]
    [InlineData(FrameKind.Text, WebSocketMessageType.Text)]
    public async Task Server_SpokenToInOneKind_AnswersInIt(FrameKind kind, WebSocketMessageType type)
    {
        await SendAsync(kind, new WorkerFrame { Messages = { Beat(1), Beat(2) } });
        (await NextAsync()).ShouldBe([Beat(1), Beat(2)]);

        _server.Send(Answer(7)).ShouldBeTrue();

        var (answered, bytes) = await ReceiveAsync();
        answered.ShouldBe(type);
        var frame =
            type is WebSocketMessageType.Text
                ? JsonParser.Default.Parse<ServerFrame>(Encoding.UTF8.GetString(bytes))
                : ServerFrame.Parser.ParseFrom(bytes);
        frame.Messages.ShouldBe([Answer(7)]);
    }

    [Fact]
    public async Task Server_TextFrames_HaveEveryFieldAndSeveralMessages()
    {
        await SendTextAsync("""{"messages":[{"heartbeat":{"number":1}}]}""");
        await NextAsync();
        var blocked = new ServerMessage { Dispatch = new Dispatch { Params = new string('x', 4_900) } };
        _server.Send(blocked);
        _server.Send(
            new ServerMessage
            {
                ResultAccepted = new ResultAccepted
                {
                    Attempt = new AttemptRef { Run = "r", Token = 1L << 60 },
                },
            }
        );
        _server.Send(Answer(2));

        await ReceiveAsync();
        var (_, bytes) = await ReceiveAsync();

        Encoding
            .UTF8.GetString(bytes)
            .Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe(
                """{"messages":[{"resultAccepted":{"attempt":{"run":"r","attempt":0,"token":"1152921504606846976"},"stale":false}},"""
                    + """{"heartbeatAnswer":{"number":"2","epoch":"0"}}]}"""
            );
    }

    [Theory]
    [InlineData("""{"messages":[{"heartbeat":{"number":"5"}}]}""")]
    [InlineData("""{"messages":[{"heartbeat":{"number":5,"colour":{"deep":[1,2,{"er":null}]}},"note":"unknown"}],"more":1}""")]
    [InlineData("""{"messages":[{"heartbeat":{"number":5.0,"slots":0}}]}""")]
    public async Task Server_TextWithOtherFormsAndUnknownFields_IsTaken(string text)
    {
        await SendTextAsync(text);

        (await NextAsync()).ShouldBe([Beat(5)]);
    }

    [Theory]
    [InlineData("", LinkFault.Malformed, "not of the contract")]
    [InlineData("hello", LinkFault.Malformed, "not of the contract")]
    [InlineData("[]", LinkFault.Malformed, "not of the contract")]
    [InlineData("""{"messages":{}}""", LinkFault.Malformed, "not of the contract")]
    [InlineData("""{"messages":[null]}""", LinkFault.Malformed, "not of the contract")]
    [InlineData("""{"messages":[{"heartbeat":{"number":"x"}}]}""", LinkFault.Malformed, "not of the contract")]
    [InlineData("""{"messages":[{"heartbeat":{"slots":3000000000}}]}""", LinkFault.Malformed, "not of the contract")]
    [InlineData("""{"messages":[{"heartbeat":{},"goodbye":{}}]}""", LinkFault.Malformed, "not of the contract")]
    [InlineData("""{"messages":[{"drain":{"reason":"\ud800"}}]}""", LinkFault.Malformed, "not of the contract")]
    [InlineData(
        """{"messages":[{"result":{"outcome":"SUCCEEDED"}}]}""",
        LinkFault.Malformed,
        "expected one of OUTCOME_SUCCEEDED, OUTCOME_FAILED"
    )]
    [InlineData("{}", LinkFault.Malformed, "(it has no field)")]
    [InlineData("""{"hello":{}}""", LinkFault.Malformed, "A frame without messages arrived (it has hello)")]
    [InlineData("""{"messages":[{"goodbye":{}},{}]}""", LinkFault.Unexpected, "Message 1 of a frame is of no known kind (it has no field)")]
    [InlineData(
        """{"messages":[{"hartbeat":{}}]}""",
        LinkFault.Unexpected,
        "(it has hartbeat); expected one of hello, adopted, heartbeat,"
    )]
    [InlineData("""{"messages":[{"welcome":{"protocol":1}}]}""", LinkFault.Unexpected, "(it has welcome)")]
    public async Task Server_TextThatIsNoFrame_IsAFaultThatCanStillBeAnswered(string text, LinkFault fault, string told)
    {
        await SendTextAsync(text);

        var thrown = await Should.ThrowAsync<LinkException>(NextAsync);

        thrown.Fault.ShouldBe(fault);
        thrown.Message.ShouldContain(told);
        _server.Send(Answer(1)).ShouldBeTrue();
        (await ReceiveAsync()).Type.ShouldBe(WebSocketMessageType.Text);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Server_DeeplyNestedText_IsAFault(int depth)
    {
        await using var link = FrameLinks.OfServer(LinkPairOf(out var worker), LinkLimits.OfServer);
        var text = $$"""{"messages":[{"unknown":{{new string('[', depth)}}{{new string(']', depth)}}}]}""";
        var sending = worker.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);

        var thrown = await Should.ThrowAsync<LinkException>(async () => await NextOfAsync(link));

        thrown.Fault.ShouldNotBe(LinkFault.Lost);
        await sending;
    }

    [Fact]
    public async Task Server_FirstFrame_HasASmallerLimitThanTheOthers()
    {
        await using var frames = _server.ReceiveAsync(_limit.Token).GetAsyncEnumerator();
        await SendAsync(FrameKind.Text, new WorkerFrame { Messages = { Beat(1) } });
        (await frames.MoveNextAsync()).ShouldBeTrue();
        var sending = SendAsync(FrameKind.Text, new WorkerFrame { Messages = { Sized(3000) } });
        (await frames.MoveNextAsync()).ShouldBeTrue();
        frames.Current.ShouldBe([Sized(3000)]);
        await sending;

        await using var link = FrameLinks.OfServer(
            LinkPairOf(out var worker),
            new LinkLimits { FrameBytes = 5000, FirstFrameBytes = 2000 }
        );
        await worker.SendAsync(new byte[2001], WebSocketMessageType.Binary, endOfMessage: true, _limit.Token);
        var thrown = await Should.ThrowAsync<LinkException>(async () => await NextOfAsync(link));

        (thrown.Fault, thrown.Message).ShouldBe(
            (LinkFault.TooLarge, "A frame is larger than 2000 bytes, which is the most that is taken first.")
        );
    }

    [Fact]
    public async Task Server_TextThatIsNoUtf8_IsAFault()
    {
        await _worker.SendAsync(new byte[] { (byte)'{', 0xFF, (byte)'}' }, WebSocketMessageType.Text, endOfMessage: true, _limit.Token);

        (await Should.ThrowAsync<LinkException>(NextAsync)).Fault.ShouldBe(LinkFault.Malformed);
    }

    [Fact]
    public async Task Worker_TextFrame_IsTakenAndAnsweredInBinary()
    {
        await using var pair = LinkPair.Create();
        var text = """{"messages":[{"adopt":{"epoch":"4"}},{"futureKind":{}}]}""";
        await pair.ServerSocket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);

        await using var frames = pair.Worker.ReceiveAsync(_limit.Token).GetAsyncEnumerator();
        (await frames.MoveNextAsync()).ShouldBeTrue();
        frames.Current.ShouldBe([new ServerMessage { Adopt = new Adopt { Epoch = 4 } }, new ServerMessage()]);

        pair.Worker.Send(Beat(1));
        (await pair.ReadFrameAsync()).ShouldBe([Beat(1)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _worker.Dispose();
        _limit.Dispose();
    }

    private static WebSocket LinkPairOf(out WebSocket worker)
    {
        (worker, var server) = LinkPair.Sockets();
        return server;
    }

    private Task<IReadOnlyList<WorkerMessage>> NextAsync() => NextOfAsync(_server);

    private async Task<IReadOnlyList<WorkerMessage>> NextOfAsync(FrameLink<ServerMessage, WorkerMessage> link)
    {
        await foreach (var batch in link.ReceiveAsync(_limit.Token))
        {
            return batch;
        }
        throw new InvalidOperationException("The link was closed.");
    }

    private Task SendTextAsync(string text) =>
        _worker.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);

    private Task SendAsync(FrameKind kind, WorkerFrame frame) =>
        kind is FrameKind.Text
            ? SendTextAsync(JsonFormatter.Default.Format(frame))
            : _worker.SendAsync(frame.ToByteArray(), WebSocketMessageType.Binary, endOfMessage: true, _limit.Token);

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync()
    {
        var buffer = new byte[100_000];
        var length = 0;
        while (true)
        {
            var piece = await _worker.ReceiveAsync(buffer.AsMemory(length), _limit.Token);
            length += piece.Count;
            if (piece.EndOfMessage)
            {
                return (piece.MessageType, buffer[..length]);
            }
        }
    }

    private static WorkerMessage Beat(long number) => new() { Heartbeat = new Heartbeat { Number = number } };

    private static WorkerMessage Sized(int bytes) => new() { Drain = new Drain { Reason = new string('x', bytes) } };

    private static ServerMessage Answer(long number) => new() { HeartbeatAnswer = new HeartbeatAnswer { Number = number } };
}
