using System.Diagnostics.Metrics;
using ActorJobs.Actors;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Measures;
using ActorJobs.Scheduler.Secrets;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Time;
using ActorJobs.TestKit.Stores;
using ActorJobs.TestKit.VirtualTime;
using Microsoft.Extensions.Logging;
using SessionAddress = ActorJobs.Protocol.SessionAddress;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>One node with its app groups and the sessions of their workers, over a store in memory: all on one thread and in virtual time.</summary>
internal sealed class SchedulerWorld
{
    /// <summary>How many turns of an actor wait for their commits at most.</summary>
    public const int TurnsUnderWay = 4;

    private readonly VirtualActorScheduler _scheduler;
    private readonly LocalSessions _sessions = new("node", 1);
    private readonly Dictionary<long, string> _appsOfSessions = [];
    private readonly LocalEngine _engine;

    public SchedulerWorld(int seed, int busyness = 0)
    {
        _scheduler = new VirtualActorScheduler(seed, busyness);
        Chance = new Random(seed + 1);
        Clock = new SchedulingClock(_scheduler.Time);
        Store = new TroubledAppStore(_scheduler.Time, Chance, Note);
        Sessions = new CheckedSessions(_sessions, Store, address => _appsOfSessions[address.Number]);
        System = new ActorSystem(_scheduler, _scheduler.Time, Logger, new ActorSettings { TurnsUnderWayLimit = TurnsUnderWay });
        System.PoisonMessages += (_, poison) => Poison.Add($"{poison.Message} {poison.Cause.Message}");
        _engine = new LocalEngine(System, new SteadyOwnership(), new LocalEngineSettings { Delivery = LocalDelivery.Serialized });
        var instruments = new AppInstruments(new Meter("ActorJobs"), Clock);
        var surroundings = new AppGroupSurroundings(Store, Sessions, Clock, WorkerLimits.Default, instruments, "node", Logger)
        {
            SecretKey = SecretKey,
        };
        Apps = new ShardRegion<AppGroupMessage, AppGroupReply>(
            System,
            _engine,
            "app",
            app => new AppGroupActor(app, surroundings),
            new AppGroupCodec()
        );
    }

    public Random Chance { get; }

    /// <summary>What secrets are encrypted with.</summary>
    public SecretKey SecretKey { get; } = new(new byte[SecretKey.Bytes]);

    public SchedulingClock Clock { get; }

    public TroubledAppStore Store { get; }

    public CheckedSessions Sessions { get; }

    public ActorSystem System { get; }

    public ShardRegion<AppGroupMessage, AppGroupReply> Apps { get; }

    public RecordingLogger Logger { get; } = new();

    public List<string> Poison { get; } = [];

    public List<string> Trace { get; } = [];

    public TimeProvider Time => _scheduler.Time;

    /// <summary>How much work has run.</summary>
    public long Steps => _scheduler.Steps;

    public TimeSpan Elapsed => _scheduler.Time.Elapsed;

    /// <summary>Runs a test with one app, under some seeds, as the order of ready work must not matter.</summary>
    public static void Run(Func<SchedulerWorld, Task> test)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var world = new SchedulerWorld(seed);
            world.Store.Create("app");
            world.Run(() => test(world));
            world.Sessions.Violations.ShouldBeEmpty();
        }
    }

    public void Run(Func<Task> program) =>
        _scheduler.Run(async () =>
        {
            await _engine.StartAsync();
            await program();
            await _engine.StopAsync();
            await System.StopAsync();
        });

    public void Note(string line) => Trace.Add($"{Elapsed.Ticks} {line}");

    /// <summary>Starts the session of a worker that has dialled in.</summary>
    public (SessionAddress Address, ActorRef<SessionInput, Done> Session) Open(Hello hello, IWorkerLink link)
    {
        var address = _sessions.NextAddress();
        _appsOfSessions[address.Number] = hello.App;
        var session = System.ActorOf<SessionInput, Done>("session", () => new WorkerSession(address, hello, link, Apps, _sessions));
        return (address, session);
    }

    /// <summary>The node learns that a socket is closed.</summary>
    public static void Close(ActorRef<SessionInput, Done> session, string reason) => session.Tell(new SessionInput.Closed(reason));

    /// <summary>Asks the owner of an app.</summary>
    public ValueTask<AppGroupReply> AskAsync(AppGroupMessage message, string app = "app") =>
        Apps.AskAsync(app, message, TimeSpan.FromSeconds(5));

    /// <summary>Asks, and expects to be refused.</summary>
    public async Task<Problem> AskRefusedAsync(AppGroupMessage message) => (await AskAsync(message)).Problem.ShouldNotBeNull();

    /// <summary>Asks, and expects a failure.</summary>
    public async Task<Exception> AskInVainAsync(AppGroupMessage message, string app = "app")
    {
        AppGroupReply reply;
        try
        {
            reply = await AskAsync(message, app);
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new ShouldAssertException($"Expected a failure, and was answered {reply}.");
    }

    public Task PassAsync(TimeSpan time) => Task.Delay(time, Time);

    /// <summary>Waits until something holds; fails after a virtual minute.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var end = Elapsed + TimeSpan.FromMinutes(1); !holds(); await PassAsync(TimeSpan.FromMilliseconds(1)))
        {
            Elapsed.ShouldBeLessThan(end, $"waited in vain for: {what}");
        }
    }

    public IEnumerable<string> Errors => Logger.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text);
}
