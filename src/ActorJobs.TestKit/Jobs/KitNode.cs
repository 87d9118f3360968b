using System.Diagnostics.Metrics;
using ActorJobs.Actors;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Measures;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Time;
using ActorJobs.TestKit.Links;
using ActorJobs.TestKit.Stores;
using ActorJobs.TestKit.VirtualTime;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ActorJobs.TestKit.Jobs;

/// <summary>The server's side of a kit: the real owner of the app, and the real sessions of its workers, from a start to a stop.</summary>
internal sealed class KitNode
{
    private const string Name = "kit";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualLoop _loop;
    private readonly string _app;
    private readonly WorkerLimits _limits;
    private readonly LocalSessions _sessions;
    private readonly SchedulingClock _clock;
    private readonly Meter _meter = new("ActorJobs");
    private readonly ActorSystem _system;
    private readonly LocalEngine _engine;
    private readonly ShardRegion<AppGroupMessage, AppGroupReply> _apps;

    /// <param name="loop">Where it runs.</param>
    /// <param name="store">What outlives it.</param>
    /// <param name="app">The app that it serves.</param>
    /// <param name="limits">When a worker's silence means something.</param>
    /// <param name="start">1, 2, …: counts the starts of the kit's server.</param>
    /// <param name="secretKey">What secrets are encrypted with.</param>
    /// <param name="logger">For what operators should read.</param>
    public KitNode(VirtualLoop loop, MemoryAppStore store, string app, WorkerLimits limits, int start, SecretKey secretKey, ILogger logger)
    {
        (_loop, _app, _limits) = (loop, app, limits);
        _sessions = new LocalSessions(Name, (long)start << 16);
        _clock = new SchedulingClock(loop.Machine);
        _system = new ActorSystem(loop.Scheduler, loop.Machine, logger);
        _system.PoisonMessages += (_, poison) => Defect ??= poison.Cause;
        _engine = new LocalEngine(_system, new SteadyOwnership(), new LocalEngineSettings { Delivery = LocalDelivery.Serialized });
        var surroundings = new AppGroupSurroundings(store, _sessions, _clock, limits, new AppInstruments(_meter, _clock), Name, logger)
        {
            SecretKey = secretKey,
        };
        _apps = new(_system, _engine, "app", id => new AppGroupActor(id, surroundings), new AppGroupCodec());
    }

    /// <summary>What a message to the app failed with again and again: a defect of ActorJobs.</summary>
    public Exception? Defect { get; private set; }

    /// <summary>Takes the app, and fires what is due.</summary>
    public async Task StartAsync()
    {
        await _engine.StartAsync();
        _apps.Start(_app);
    }

    /// <summary>Lets the app go.</summary>
    public async Task StopAsync()
    {
        await _engine.StopAsync();
        await _system.StopAsync();
        _meter.Dispose();
    }

    /// <summary>A worker has dialled in.</summary>
    public void Accept(InProcessLink link, Hello hello)
    {
        var address = _sessions.NextAddress();
        link.Send(
            new ServerMessage
            {
                Welcome = new Welcome
                {
                    Protocol = ProtocolVersions.Newest,
                    Store = "test-kit",
                    Node = Name,
                    HeartbeatEvery = (long)_limits.HeartbeatEvery.TotalMilliseconds,
                    SilenceLimit = (long)_limits.RedialAfter.TotalMilliseconds,
                },
            }
        );
        link.Attach(
            _system.ActorOf<SessionInput, Done>(
                $"sessions/{address.Number}",
                () => new WorkerSession(address, hello, link, _apps, _sessions)
            )
        );
    }

    /// <summary>Asks the owner of the app.</summary>
    public Task<AppGroupReply> AskAsync(AppGroupMessage message) => _apps.AskAsync(_app, message, Patience).AsTask();

    /// <summary>The time of day was set ahead: scheduling time follows, and the owner looks anew at what is due.</summary>
    public void FollowClock()
    {
        _clock.Sample(Instant.FromDateTimeOffset(_loop.Time.GetUtcNow()), _clock.Monotonic, _clock.Monotonic);
        _apps.Tell(_app, new AppGroupMessage { DescribeApp = new DescribeApp() });
    }
}
