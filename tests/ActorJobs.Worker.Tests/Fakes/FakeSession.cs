using System.Threading.Channels;
using ActorJobs.Protocol;
using ServerLink = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.ServerMessage, ActorJobs.Protocol.WorkerMessage>;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>The server's side of one session. Heartbeats are kept apart from what else arrives, which is taken in its order.</summary>
internal sealed class FakeSession(ServerLink link) : IAsyncDisposable
{
    /// <summary>How long a test waits for what has to come.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<WorkerMessage> _inbox = Channel.CreateUnbounded<WorkerMessage>();
    private readonly Channel<Heartbeat> _heartbeats = Channel.CreateUnbounded<Heartbeat>();

    private readonly Channel<LogBatch> _lines = Channel.CreateUnbounded<LogBatch>();

    public Hello Hello { get; private set; } = new();

    /// <summary>Where the worker dialled from.</summary>
    public string RemoteAddress { get; init; } = "";

    public Adopted Adopted { get; set; } = new();

    /// <summary>Serves until the link ends.</summary>
    public async Task ServeAsync(ChannelWriter<FakeSession> sessions, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in link.ReceiveAsync(cancellationToken))
            {
                foreach (var message in batch)
                {
                    if (message.BodyCase is WorkerMessage.BodyOneofCase.Hello)
                    {
                        Hello = message.Hello;
                        await sessions.WriteAsync(this, cancellationToken);
                    }
                    else if (message.BodyCase is WorkerMessage.BodyOneofCase.Heartbeat)
                    {
                        await _heartbeats.Writer.WriteAsync(message.Heartbeat, cancellationToken);
                    }
                    else if (message.LogBatch is { } lines)
                    {
                        await _lines.Writer.WriteAsync(lines, cancellationToken);
                    }
                    else
                    {
                        await _inbox.Writer.WriteAsync(message, cancellationToken);
                    }
                }
            }
            await link.CloseAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is LinkException or OperationCanceledException)
        {
            // A test breaks the link, or stops the server.
        }
        finally
        {
            _inbox.Writer.TryComplete();
        }
    }

    /// <summary>The next message that is no heartbeat; it has to be of the kind that the test expects.</summary>
    public async Task<WorkerMessage> ExpectAsync(Func<WorkerMessage, object?> kind)
    {
        using var limit = new CancellationTokenSource(Limit);
        var message = await _inbox.Reader.ReadAsync(limit.Token);
        kind(message).ShouldNotBeNull($"Another message came: {message}");
        return message;
    }

    /// <summary>The next Result, whatever comes before it.</summary>
    public async Task<Result> ExpectResultAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            if ((await _inbox.Reader.ReadAsync(limit.Token)).Result is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>The next heartbeat.</summary>
    public async Task<Heartbeat> ExpectHeartbeatAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _heartbeats.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Reads lines of logs until there are enough of them.</summary>
    /// <param name="enough">Given all that came.</param>
    /// <param name="accept">Whether each batch is acknowledged.</param>
    public async Task<IReadOnlyList<LogLine>> ReadLinesAsync(Func<IReadOnlyList<LogLine>, bool> enough, bool accept = true)
    {
        using var limit = new CancellationTokenSource(Limit);
        var lines = new List<LogLine>();
        while (!enough(lines))
        {
            var batch = await _lines.Reader.ReadAsync(limit.Token);
            lines.AddRange(batch.Lines);
            if (accept)
            {
                var accepted = new LogAccepted();
                accepted.Marks.AddRange(batch.Lines.Select(line => new LogMark { Attempt = line.Attempt, Number = line.Number }));
                Send(new() { LogAccepted = accepted });
            }
        }
        return lines;
    }

    /// <summary>The next heartbeat of this kind.</summary>
    public async Task<Heartbeat> ExpectHeartbeatAsync(Func<Heartbeat, bool> kind)
    {
        while (true)
        {
            if (await ExpectHeartbeatAsync() is var heartbeat && kind(heartbeat))
            {
                return heartbeat;
            }
        }
    }

    /// <summary>Waits for the worker's close.</summary>
    /// <returns>What came before it and was not taken, heartbeats left out.</returns>
    public async Task<IReadOnlyList<WorkerMessage>> ExpectEndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _inbox.Reader.ReadAllAsync(limit.Token).ToListAsync(limit.Token);
    }

    public void Send(ServerMessage message) => link.Send(message);

    public void Welcome(string store = "store-1", int heartbeatEvery = 1000, int silenceLimit = 60_000, bool takesLogs = false) =>
        Send(
            new()
            {
                Welcome = new()
                {
                    Protocol = ProtocolVersions.Newest,
                    Store = store,
                    Node = "node-1",
                    HeartbeatEvery = heartbeatEvery,
                    SilenceLimit = silenceLimit,
                    TakesLogs = takesLogs,
                },
            }
        );

    public void Refuse(string code, string reason, bool final) =>
        Send(
            new()
            {
                Refused = new()
                {
                    Code = code,
                    Reason = reason,
                    Final = final,
                },
            }
        );

    public void Adopt(long epoch) => Send(new() { Adopt = new() { Epoch = epoch } });

    public void Dispatch(
        AttemptRef attempt,
        string processor,
        string parameters = "",
        long epoch = 1,
        bool own = false,
        long runTimeout = 0,
        long killGrace = 0
    ) =>
        Send(
            new()
            {
                Dispatch = new()
                {
                    Epoch = epoch,
                    Attempt = attempt,
                    App = "demo",
                    Job = "job-1",
                    JobVersion = 3,
                    Processor = processor,
                    Params = parameters,
                    Planned = 1_700_000_000_000,
                    OwnProcess = own,
                    RunTimeout = runTimeout,
                    KillGrace = killGrace,
                },
            }
        );

    public void Stop(AttemptRef attempt, long epoch = 1, long killGrace = 0) =>
        Send(
            new()
            {
                Stop = new()
                {
                    Epoch = epoch,
                    Attempt = attempt,
                    Cause = "the test wants it",
                    KillGrace = killGrace,
                },
            }
        );

    public void Acknowledge(AttemptRef attempt, bool stale = false) =>
        Send(
            new()
            {
                ResultAccepted = new() { Attempt = attempt, Stale = stale },
            }
        );

    /// <summary>Breaks the link without a word.</summary>
    public void Break() => link.Break("The test breaks it.");

    public ValueTask DisposeAsync() => link.DisposeAsync();
}
