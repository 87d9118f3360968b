using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Hosts;
using ActorJobs.Worker.Logs;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Links;

/// <summary>
/// Keeps one session with one of the servers, and gets another one after every break. Servers are tried in turn without a pause; a pause comes after each round.
/// </summary>
internal sealed class ServerConnection(
    IReadOnlyList<ServerAddress> servers,
    LinkDialer dialer,
    WorkerSelf self,
    AttemptLedger ledger,
    IHostMeter load,
    ILogOutbox lines,
    OutageLog outages,
    TimeProvider time,
    WorkerTimings timings
) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Backoff _backoff = new(timings, Random.Shared.NextDouble);
    private Task _running = Task.CompletedTask;
    private volatile Link? _link;
    private volatile bool _ending;

    /// <summary>Starts to dial.</summary>
    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Ends the session in order, and dials no more.</summary>
    /// <param name="last">What is said last, if anything.</param>
    /// <param name="cancellationToken">Ends the session at once.</param>
    public async Task EndAsync(IReadOnlyList<WorkerMessage> last, CancellationToken cancellationToken)
    {
        _ending = true;
        if (_link is { } link)
        {
            foreach (var message in last)
            {
                link.Send(message);
            }
            await link.CloseAsync(cancellationToken).ConfigureAwait(false);
            // Until the server closed, too: a socket that is shut over unread data takes back what was just sent.
            await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends at once, if it has not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // What the Hello tells of the machine is found out once, and not for ever.
        await self.KnowItselfAsync(cancellationToken).ConfigureAwait(false);
        var failures = 0;
        var refusals = 0;
        for (var turn = 0; !_ending; turn++)
        {
            var server = servers[turn % servers.Count];
            var end = await TryAsync(server, cancellationToken).ConfigureAwait(false);
            if (_ending)
            {
                return;
            }
            outages.Failed(server.Name, end);
            failures = end.Adopted ? 0 : failures + 1;
            refusals = end.Final ? refusals + 1 : 0;
            if (failures % servers.Count is 0)
            {
                var pause = end.Final
                    ? _backoff.PauseAfterFinalRefusal(Math.Max(1, refusals / servers.Count))
                    : _backoff.Pause(failures / servers.Count);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<SessionEnd> TryAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timings.DialRound / servers.Count, time);
        using var dialling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var (link, localAddress) = await dialer.DialAsync(server, dialling.Token).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                return await SpeakAsync(server, link, localAddress, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (LinkException exception)
        {
            return new SessionEnd(exception.Message, Adopted: false, Final: false);
        }
        catch (DialRefusedException refused)
        {
            return new SessionEnd(refused.Message, Adopted: false, Final: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SessionEnd("It did not answer the dial in time.", Adopted: false, Final: false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the worker has to be back.
            return new SessionEnd($"The session failed: {exception}", Adopted: false, Final: false);
        }
    }

    private async Task<SessionEnd> SpeakAsync(ServerAddress server, Link link, string localAddress, CancellationToken cancellationToken)
    {
        var session = new LinkSession(
            link,
            ledger,
            load,
            lines,
            time,
            timings.Handshake,
            welcome => outages.Connected(server.Name, welcome.Node, self.Worker)
        );
        await using (session.ConfigureAwait(false))
        {
            _link = link;
            try
            {
                return await session.RunAsync(self.NextHello(localAddress), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _link = null;
            }
        }
    }
}
