using ActorJobs.TestKit.VirtualTime;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>Some nodes, one store, clients, and trouble: all on one thread, decided by a seed. Ends with a check of what must hold.</summary>
internal abstract class SimulatedCluster
{
    protected const int Nodes = 3;
    private const int Clients = 6;
    private const int MessagesPerClient = 40;
    private static readonly string[] EntityIds = ["a", "b", "c"];

    private readonly VirtualActorScheduler _scheduler;
    private readonly Random _chance;
    private readonly SimulatedStore _store;
    private readonly RecordingLogger _logger = new();
    private readonly List<(ActorSystem System, ShardRegion<int, int> Region)> _nodes = [];
    private readonly Dictionary<int, string> _ends = [];
    private readonly Dictionary<int, string> _entities = [];
    private readonly HashSet<int> _poison = [];
    private readonly List<string> _violations = [];
    private bool _isOver;

    protected SimulatedCluster(int seed)
    {
        _scheduler = new VirtualActorScheduler(seed);
        _chance = new Random(seed + 1);
        _store = new SimulatedStore(_scheduler.Time, _chance, Note);
    }

    public List<string> Trace { get; } = [];

    public Dictionary<string, int> CommitOutcomes => _store.Outcomes;

    public IEnumerable<string> AskEnds => _ends.Values;

    /// <summary>Whether outputs wait for their commits: the guard that a control takes away.</summary>
    protected virtual bool OutputsWait => true;

    /// <summary>What a claim failed with because its node had no right to it; null if it had.</summary>
    protected virtual Exception? RefuseClaim(int node, string entity) => null;

    /// <summary>Ids of the entities that clients write to.</summary>
    protected static IReadOnlyList<string> Entities => EntityIds;

    protected TimeProvider Time => _scheduler.Time;

    /// <summary>The clock of a node, which may run otherwise than the others'.</summary>
    protected virtual TimeProvider TimeOf(int node) => Time;

    /// <summary>From now on a commit does not compare the epoch of its claim.</summary>
    protected void CompareNoEpochs() => _store.ComparesEpochs = false;

    protected ILogger Logger => _logger;

    /// <summary>A number from 0 on, below the limit, decided by the seed.</summary>
    protected int Pick(int limit) => _chance.Next(limit);

    public void Run() => _scheduler.Run(RunAsync);

    /// <summary>Makes the engine of a node.</summary>
    protected abstract IEngine CreateEngine(int node, ActorSystem system);

    /// <summary>Starts the engine of a node.</summary>
    protected abstract Task StartAsync(int node);

    /// <summary>Stops the engine of a node in good order.</summary>
    protected abstract Task StopAsync(int node);

    /// <summary>Whether a client of the node may hope for an answer now.</summary>
    protected abstract bool IsReady(int node);

    /// <summary>Ownership goes elsewhere, or seems to.</summary>
    protected abstract Task TroubleAsync();

    /// <summary>The end of all trouble.</summary>
    protected virtual void Heal() { }

    protected void Note(string line) => Trace.Add($"{_scheduler.Time.Elapsed.Ticks} {line}");

    // What an actor throws is caught by its supervision; so what must hold is written down, and read at the end.
    protected void Require(bool holds, string otherwise)
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
        Heal();
        foreach (var entity in EntityIds)
        {
            await ReadUntilAnsweredAsync(entity);
        }

        for (var node = 0; node < Nodes; node++)
        {
            await StopAsync(node);
            await _nodes[node].System.StopAsync();
        }

        await Task.WhenAll(starts);
        Check();
    }

    private async Task StartNodeAsync(int node)
    {
        var system = new ActorSystem(_scheduler, TimeOf(node), _logger, new ActorSettings { BatchLimit = 4, TurnsUnderWayLimit = 3 });
        system.PoisonMessages += (_, poison) => Require(_poison.Add((int)poison.Message!), "a message was set aside twice");
        var region = new ShardRegion<int, int>(
            system,
            CreateEngine(node, system),
            "ledger",
            id => new LedgerActor(id, _store, OutputsWait, () => RefuseClaim(node, id), line => Note($"node{node} {line}"), Require),
            new NumberCodec()
        );
        region.Start("a");
        _nodes.Add((system, region));
        await StartAsync(node);
    }

    private async Task MakeTroubleAsync()
    {
        while (!_isOver)
        {
            await PauseAsync(600);
            await TroubleAsync();
        }
    }

    /// <summary>Each client keeps to one node and one entity, so that the order of its messages can be checked.</summary>
    private async Task RunClientAsync(int client)
    {
        var node = client % Nodes;
        var region = _nodes[node].Region;
        var entity = EntityIds[_chance.Next(EntityIds.Length)];
        var waiting = new List<Task>();
        for (var index = 1; index <= MessagesPerClient; index++)
        {
            for (var patience = 20; !IsReady(node) && patience > 0; patience--)
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

    protected Task PauseAsync(int mostMilliseconds) =>
        Task.Delay(TimeSpan.FromTicks(_chance.NextInt64(1, mostMilliseconds * TimeSpan.TicksPerMillisecond)), _scheduler.Time);

    private void Check()
    {
        _violations.ShouldBeEmpty();
        _store.LateWrites.ShouldBeEmpty();
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

        _logger.Lines.ShouldNotContain(line => line.Level == LogLevel.Error && !line.Text.Contains("set aside") && !IsExpected(line.Text));
    }

    /// <summary>Whether an error in the log belongs to the trouble.</summary>
    protected abstract bool IsExpected(string error);
}
