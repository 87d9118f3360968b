using System.Globalization;
using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Hosts;
using ActorJobs.Worker.Logs;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Links;

/// <summary>The life of one link from Hello to its end: handshake, heartbeats, orders, and the watch for silence.</summary>
internal sealed class LinkSession(
    Link link,
    AttemptLedger ledger,
    IHostMeter load,
    ILogOutbox lines,
    TimeProvider time,
    TimeSpan handshake,
    Action<Welcome> onAdopted
) : IAsyncDisposable
{
    private ITimer? _silence;
    private ITimer? _heartbeat;
    private TimeSpan _silenceLimit = handshake;
    private Welcome? _welcome;
    private long _heartbeats;
    private bool _adopted;

    /// <summary>Speaks until the link ends.</summary>
    /// <param name="hello">The worker's first message.</param>
    /// <param name="cancellationToken">Ends the session at once.</param>
    /// <returns>Why it ended.</returns>
    public async Task<SessionEnd> RunAsync(Hello hello, CancellationToken cancellationToken)
    {
        _silence = time.CreateTimer(_ => link.Break(SilenceReason()), state: null, _silenceLimit, Timeout.InfiniteTimeSpan);
        link.Send(new WorkerMessage { Hello = hello });
        try
        {
            await foreach (var batch in link.ReceiveAsync(cancellationToken).ConfigureAwait(false))
            {
                _silence.Change(_silenceLimit, Timeout.InfiniteTimeSpan);
                foreach (var message in batch)
                {
                    if (Take(message) is { } refused)
                    {
                        return refused;
                    }
                }
            }
            return Ended("The server closed the connection.");
        }
        catch (LinkException exception)
        {
            return Ended(exception.Message);
        }
        finally
        {
            ledger.Leave(link);
            lines.Close(link);
        }
    }

    /// <summary>Stops the timers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_silence is not null)
        {
            await _silence.DisposeAsync().ConfigureAwait(false);
        }
        if (_heartbeat is not null)
        {
            await _heartbeat.DisposeAsync().ConfigureAwait(false);
        }
    }

    private SessionEnd? Take(ServerMessage message)
    {
        switch (message.BodyCase)
        {
            case ServerMessage.BodyOneofCase.Refused:
                var refused = message.Refused;
                return new SessionEnd($"Refused: {refused.Code}, {refused.Reason}", _adopted, refused.Final);
            case ServerMessage.BodyOneofCase.Welcome:
                return Welcome(message.Welcome);
            case var _ when _welcome is null:
                throw new LinkException($"The server sent {message.BodyCase} before Welcome.");
            case ServerMessage.BodyOneofCase.Adopt:
                Adopt(message.Adopt);
                break;
            case ServerMessage.BodyOneofCase.Dispatch:
                ledger.Dispatch(link, message.Dispatch);
                break;
            case ServerMessage.BodyOneofCase.Stop:
                ledger.Stop(link, message.Stop);
                break;
            case ServerMessage.BodyOneofCase.ResultAccepted:
                ledger.ResultAccepted(message.ResultAccepted);
                break;
            case ServerMessage.BodyOneofCase.HeartbeatAnswer:
                ledger.HeartbeatAnswer(message.HeartbeatAnswer);
                break;
            case ServerMessage.BodyOneofCase.LogAccepted:
                lines.Accept(message.LogAccepted);
                break;
            default:
                // A newer server may say what this version does not know.
                break;
        }
        return null;
    }

    private SessionEnd? Welcome(Welcome welcome)
    {
        if (welcome.Protocol is < ProtocolVersions.Oldest or > ProtocolVersions.Newest)
        {
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The server chose protocol {welcome.Protocol}; this worker speaks {ProtocolVersions.Oldest} to {ProtocolVersions.Newest}."
            );
            return new SessionEnd(reason, Adopted: false, Final: true);
        }
        if (welcome.HeartbeatEvery <= 0 || welcome.SilenceLimit <= welcome.HeartbeatEvery)
        {
            throw new LinkException(
                $"Welcome wants a heartbeat every {welcome.HeartbeatEvery} ms and bears {welcome.SilenceLimit} ms of silence, which must be more."
            );
        }
        _welcome = welcome;
        _silenceLimit = TimeSpan.FromMilliseconds(welcome.SilenceLimit);
        _silence?.Change(_silenceLimit, Timeout.InfiniteTimeSpan);
        ledger.Enter(welcome.Store);
        lines.Open(link, welcome.TakesLogs);
        var every = TimeSpan.FromMilliseconds(welcome.HeartbeatEvery);
        _heartbeat ??= time.CreateTimer(_ => Heartbeat(), state: null, every, every);
        return null;
    }

    private void Adopt(Adopt order)
    {
        if (ledger.Adopt(link, order) && !_adopted)
        {
            _adopted = true;
            onAdopted(_welcome!);
        }
    }

    private void Heartbeat()
    {
        var heartbeat = ledger.Heartbeat(Interlocked.Increment(ref _heartbeats));
        heartbeat.Load = load.Sample();
        link.Send(new WorkerMessage { Heartbeat = heartbeat });
    }

    private SessionEnd Ended(string reason) => new(reason, _adopted, Final: false);

    private string SilenceReason() =>
        string.Create(CultureInfo.InvariantCulture, $"Nothing was heard from the server for {_silenceLimit.TotalSeconds} s.");
}
