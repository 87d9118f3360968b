using System.Net.WebSockets;
using ActorJobs.Protocol;

namespace ActorJobs.Chaos;

/// <summary>A worker that no run is given to, and that says all the time what is not true: ends of attempts that have ended long ago, with their very tokens, and of
/// attempts that there never were. None of it may change anything.</summary>
internal sealed class Liar(World world, Client client, Random chance)
{
    private const string Name = "liar";

    /// <summary>No attempt has so high a token, or number.</summary>
    private const int Never = 1_000_000_000;

    private const int AtOnce = 20;

    private static readonly TimeSpan s_reread = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    private IReadOnlyList<StoredAttempt> _past = [];
    private long? _readAt;
    private int _told;

    /// <summary>How many lies were answered as such, by the word that they were stale.</summary>
    public int SeenThrough { get; private set; }

    /// <summary>Dials in to one app after the other, until it is told to end.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_patience);
            try
            {
                await TellAsync(world.Apps[chance.Next(world.Apps.Count)], limit.Token);
            }
            catch (Exception error) when (error is WebSocketException or LinkException or OperationCanceledException or IOException)
            {
                // A fault is at work on that server, or the campaign ends.
            }

            await Task.WhenAny(Task.Delay(s_pause, TimeProvider.System, cancellationToken));
        }
    }

    private async Task TellAsync(string app, CancellationToken cancellationToken)
    {
        await ReadPastAsync();
        using var socket = new ClientWebSocket();
        if (world.Secrets.TryGetValue(app, out var secret))
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {secret}");
        }

        var node = world.Nodes[chance.Next(world.Nodes.Count)];
        var address = new UriBuilder(node.Url) { Scheme = "ws", Path = ProtocolVersions.LinkPath }.Uri;
        await socket.ConnectAsync(address, cancellationToken);
        await using var link = FrameLinks.OfWorker(socket);
        link.Send(new WorkerMessage { Hello = HelloTo(app) });
        var unanswered = 0;
        await foreach (var message in link.ReceiveAsync(cancellationToken).SelectMany(static batch => batch.ToAsyncEnumerable()))
        {
            if (message.Adopt is { } adopt)
            {
                link.Send(new WorkerMessage { Adopted = AdoptedIn(adopt.Epoch) });
                var lies = Enumerable.Range(0, AtOnce).Select(_ => Lie()).ToList();
                lies.ForEach(lie => link.Send(lie));
                unanswered = lies.Count(static lie => lie.Result is not null);
            }

            if (message.ResultAccepted is { } answer)
            {
                SeenThrough += answer.Stale ? 1 : 0;
                unanswered--;
            }

            // The owner has answered all that it answers, and so has heard all.
            if (message.ResultAccepted is not null && unanswered == 0)
            {
                link.Send(new WorkerMessage { Goodbye = new Goodbye() });
                await link.CloseAsync(cancellationToken);
            }
        }
    }

    private async Task ReadPastAsync()
    {
        if (_readAt is { } at && TimeProvider.System.GetElapsedTime(at) < s_reread)
        {
            return;
        }

        try
        {
            _past = await StoredAttempt.ReadAsync(world.ConnectionString);
            _readAt = TimeProvider.System.GetTimestamp();
        }
        catch (Npgsql.NpgsqlException)
        {
            // The database is what a fault is at work on.
        }
    }

    private Hello HelloTo(string app)
    {
        var hello = new Hello
        {
            Protocol = ProtocolVersions.Newest,
            ProtocolMin = ProtocolVersions.Oldest,
            App = app,
            Worker = Name,
            Incarnation = $"life {++_told}",
            Session = 1,
            Slots = 1,
            Clock = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        hello.Processors.Add("lie");
        return hello;
    }

    private Adopted AdoptedIn(long epoch)
    {
        var adopted = new Adopted { Epoch = epoch, Slots = 1 };
        adopted.Held.Add(new HeldAttempt { Attempt = Attempt(), Ended = chance.Next(2) == 0 });
        return adopted;
    }

    private WorkerMessage Lie() =>
        chance.Next(5) switch
        {
            0 => new WorkerMessage
            {
                StopAccepted = new StopAccepted { Attempt = Attempt(), Held = false },
            },
            1 => new WorkerMessage { Returned = new Returned { Attempt = Attempt() } },
            2 => new WorkerMessage
            {
                DispatchRefused = new DispatchRefused
                {
                    Attempt = Attempt(),
                    Code = "LIE",
                    Reason = "a lie",
                },
            },
            _ => new WorkerMessage
            {
                Result = new Result
                {
                    Attempt = Attempt(),
                    Outcome = chance.Next(2) == 0 ? Outcome.Succeeded : Outcome.Failed,
                    Result_ = "\"a lie\"",
                },
            },
        };

    /// <summary>One that has ended before its run did, or that there never was, of a run that is perhaps open.</summary>
    private AttemptRef Attempt()
    {
        if (_past.Count > 0 && chance.Next(2) == 0)
        {
            var ended = _past[chance.Next(_past.Count)];
            return new AttemptRef
            {
                Run = ended.Run.ToString(),
                Attempt = ended.Attempt,
                Token = ended.Token,
            };
        }

        var known = client.Submitted.Keys.Skip(Math.Max(0, client.Submitted.Count - 50)).ToList();
        return new AttemptRef
        {
            Run = known.Count > 0 ? known[chance.Next(known.Count)] : Guid.NewGuid().ToString(),
            Attempt = chance.Next(2) == 0 ? 1 : 1000,
            Token = Never + chance.Next(Never),
        };
    }
}
