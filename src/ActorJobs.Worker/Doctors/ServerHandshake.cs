using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Links;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Doctors;

/// <summary>
/// Asks a server whether it would let this worker in. It can neither disturb a worker nor get a run: its Hello is a probe, which has no session, under an id
/// of its own; and should a server not know probes, it never answers Adopt, before which nothing is dispatched, and says goodbye.
/// </summary>
internal sealed class ServerHandshake(ExaminedServer server)
{
    private Finding _app = Finding.Skipped("the handshake told nothing of it");

    /// <summary>Dials as the worker does, says Hello, and reads the answer.</summary>
    public async Task<Finding> ShakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var dialer = new LinkDialer(server.End, server.Self, server.Options.Secret, server.Trust);
            var (link, local) = await dialer.DialAsync(server.Address, cancellationToken).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                return Judge(await AskAsync(link, local, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (DialRefusedException refused)
        {
            return RefusedFor(refused.Code, refused.Message);
        }
        catch (LinkException exception)
        {
            return Finding.Failure(
                exception.Message,
                $"a WebSocket at {server.Address.Link}",
                "Let what stands between (a proxy, an ingress, a load balancer, a virus scanner) pass upgrades to WebSockets, and connections that stay open."
            );
        }
    }

    /// <summary>Whether the app is there.</summary>
    public Finding App() => _app;

    private async Task<ServerMessage?> AskAsync(Link link, string local, CancellationToken cancellationToken)
    {
        var hello = server.Self.NextHello(local);
        hello.Probe = true;
        link.Send(new WorkerMessage { Hello = hello });
        ServerMessage? answer = null;
        await foreach (var batch in link.ReceiveAsync(cancellationToken).ConfigureAwait(false))
        {
            // Whatever a server that knows no probes says behind it is left alone.
            if (answer is null)
            {
                answer = batch[0];
                link.Send(new WorkerMessage { Goodbye = new Goodbye() });
                await link.CloseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        return answer;
    }

    private Finding Judge(ServerMessage? answer)
    {
        switch (answer?.BodyCase)
        {
            case ServerMessage.BodyOneofCase.Welcome
                when answer.Welcome is { Protocol: >= ProtocolVersions.Oldest and <= ProtocolVersions.Newest }:
                _app = Finding.Ok($"{server.Options.App} is there");
                return Finding.Ok($"node {answer.Welcome.Node} would let this worker in, with protocol {answer.Welcome.Protocol}");
            case ServerMessage.BodyOneofCase.Refused when answer.Refused.Code is ErrorCodes.AppNotFound:
                _app = RefusedFor(answer.Refused.Code, answer.Refused.Reason);
                return Finding.Ok("protocol, secret and clock would do");
            case ServerMessage.BodyOneofCase.Refused:
                return RefusedFor(answer.Refused.Code, answer.Refused.Reason);
            default:
                return Finding.Failure(
                    answer is null ? "the server closed the connection without an answer" : $"the server answered {answer}",
                    $"Welcome with protocol {ProtocolVersions.Oldest} to {ProtocolVersions.Newest}, or Refused",
                    "Look at the log of the server (pbm log), and whether both are of the same version."
                );
        }
    }

    private static Finding RefusedFor(string code, string reason) =>
        Finding.Failure(
            reason.Contains(code, StringComparison.Ordinal) ? reason : $"{code}: {reason}",
            "Welcome",
            ErrorCatalogue.Find(code)?.NextStep
                ?? "Look what answers instead of the server: a proxy or gateway that wants a log-in of its own."
        ) with
        {
            Code = code,
        };
}
