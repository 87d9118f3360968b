using ActorJobs.VirtualTime;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>Some nodes, one store, one lock, clients, and trouble: all on one thread, decided by a seed. Ends with a check of what must hold.</summary>
internal sealed class SimulatedCluster
{
    private const int Nodes = 3;
    private const int Clients = 6;
    private const int MessagesPerClient = 40;
    private static readonly string[] EntityIds = ["a", "b", "c"];

    private readonly VirtualActorScheduler _scheduler;
    private readonly Random _chance;
    private readonly SimulatedStore _store;
    private readonly SimulatedLock _lock = new();
    private readonly RecordingLogger _logger = new();
    private readonly List<(ActorSystem System, LocalEngine Engine, ShardRegion<int, int> Region)> _nodes = [];
    private readonly Dictionary<int, string> _ends = [];
    private readonly Dictionary<int, string> _entities = [];
    private readonly HashSet<int> _poison = [];
    private readonly List<string> _violations = [];
    private bool _isOver;

    public SimulatedCluster(int seed)
    {
        _scheduler = new VirtualActorScheduler(seed);
        _chance = new Random(seed + 1);
        _store = new SimulatedStore(_scheduler.Time, _chance, Note);
    }

    public List<string> Trace { get; } = [];

    public Dictionary<string, int> CommitOutcomes => _store.Outcomes;

    public IEnumerable<string> AskEnds => _ends.Values;

    public void Run() => _scheduler.Run(RunAsync);

    private void Note(string line) => Trace.Add($"{_scheduler.Time.Elapsed.Ticks} {line}");

    // What an actor throws is caught by its supervision; so what must hold is written down, and read at the end.
    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _violations.Add(otherwise);
            Note($"VIOLATION {otherwise}");
        }
    }

    private async Task RunAsync()
    {
        var starts = Enumerable.Range(0, Nodes).Select(StartNodeAsync).ToList();
        var trouble = MakeTroubleAsync();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(RunClientAsync));
        _isOver = true;
        _store.Trouble = 0;
        await trouble;
        foreach (var entity in EntityIds)
        {
            await ReadUntilAnsweredAsync(entity);
        }

        foreach (var (system, engine, _) in _nodes)
        {
            await engine.StopAsync();
            await system.StopAsync();
        }

        await Task.WhenAll(starts);
        Check();
    }

    private async Task StartNodeAsync(int index)
    {
        var name = $"node{index}";
        var system = new ActorSystem(_scheduler, _scheduler.Time, _logger, new ActorSettings { BatchLimit = 4, TurnsUnderWayLimit = 3 });
        system.PoisonMessages += (_, poison) => Require(_poison.Add((int)poison.Message!), "a message was set aside twice");
        var delivery = index == 0 ? LocalDelivery.Serialized : LocalDelivery.AsObjects;
        var engine = new LocalEngine(
            system,
            _lock.For(name),
            new LocalEngineSettings
            {
                Node = name,
                Delivery = delivery,
                InitialBackoff = TimeSpan.FromMilliseconds(20),
                MaxBackoff = TimeSpan.FromMilliseconds(100),
            }
        );
        var region = new ShardRegion<int, int>(
            system,
            engine,
            "ledger",
            id => new LedgerActor(id, _store, line => Note($"{name} {line}"), Require),
            new NumberCodec()
        );
        region.Start("a");
        _nodes.Add((system, engine, region));
        await engine.StartAsync();
    }

    private async Task MakeTroubleAsync()
    {
        while (!_isOver)
        {
            await PauseAsync(600);
            var tell = _lock.TakeAway();
            Note("lock taken away");
            if (_chance.Next(2) == 0)
            {
                await PauseAsync(300);
            }

            tell();
        }
    }

    /// <summary>Each client keeps to one node and one entity, so that the order of its messages can be checked.</summary>
    private async Task RunClientAsync(int client)
    {
        var (_, engine, region) = _nodes[client % Nodes];
        var entity = EntityIds[_chance.Next(EntityIds.Length)];
        var waiting = new List<Task>();
        for (var index = 1; index <= MessagesPerClient; index++)
        {
            for (var patience = 20; !engine.IsOwner && patience > 0; patience--)
            {
                await PauseAsync(100);
            }

            var message = (client * 1000) + index;
            message = _chance.Next(15) == 0 ? -message : message;
            _entities[message] = entity;
            waiting.Add(AskAsync(region, entity, message));
            if (_chance.Next(3) == 0)
            {
                await PauseAsync(60);
            }

            if (_chance.Next(4) == 0)
            {
                await Task.WhenAll(waiting);
            }
        }

        await Task.WhenAll(waiting);
    }

    private async Task AskAsync(ShardRegion<int, int> region, string entity, int message)
    {
        string end;
        try
        {
            await region.AskAsync(entity, message, TimeSpan.FromMilliseconds(_chance.Next(30, 3000)));
            end = "answered";
            Require(_store.IsDurable(entity, message), $"the reply to {message} came before its commit");
        }
        catch (Exception exception)
            when (exception is EntityUnavailableException or OutcomeUnknownException or TimeoutException or PoisonMessageException)
        {
            end = exception.GetType().Name;
        }

        Require(_ends.TryAdd(message, end), $"ask {message} ended twice");
        Note($"ask {message} {end}");
    }

    private async Task ReadUntilAnsweredAsync(string entity)
    {
        for (var node = 0; ; node++)
        {
            try
            {
                await _nodes[node % Nodes].Region.AskAsync(entity, 0, TimeSpan.FromSeconds(30));
                return;
            }
            catch (EntityUnavailableException)
            {
                await PauseAsync(100);
            }
        }
    }

    private Task PauseAsync(int mostMilliseconds) =>
        Task.Delay(TimeSpan.FromTicks(_chance.NextInt64(1, mostMilliseconds * TimeSpan.TicksPerMillisecond)), _scheduler.Time);

    private void Check()
    {
        _violations.ShouldBeEmpty();
        _ends.Count.ShouldBe(Clients * MessagesPerClient, "an ask did not end");
        foreach (var entity in EntityIds)
        {
            var ledger = _store.Ledger(entity);
            ledger.Distinct().Count().ShouldBe(ledger.Count, "a message took effect twice");
            foreach (var ofClient in ledger.GroupBy(message => message / 1000))
            {
                ofClient.ShouldBeInOrder(SortDirection.Ascending, "messages of one sender took effect out of order");
            }
        }

        foreach (var (message, end) in _ends)
        {
            var isDurable = _store.IsDurable(_entities[message], message);
            switch (end)
            {
                case "answered":
                    isDurable.ShouldBeTrue($"acknowledged message {message} was lost");
                    break;
                case nameof(PoisonMessageException):
                    _poison.ShouldContain(message);
                    isDurable.ShouldBeFalse($"poison {message} took effect");
                    break;
                case nameof(EntityUnavailableException):
                    isDurable.ShouldBeFalse($"refused message {message} took effect");
                    break;
                default:
                    break;
            }
        }

        _logger.Lines.ShouldNotContain(line =>
            line.Level == LogLevel.Error && !line.Text.Contains("set aside") && !line.Text.Contains("has lost the store's lock")
        );
    }
}
