using System.Collections.Concurrent;
using ActorJobs.Actors;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Cluster;

/// <summary>The engine of one node of a cluster. It owns the shards that the store's leases give it, for as long as it can rely on its own lease, and sends
/// messages for all
/// others to their owners.</summary>
/// <remarks>Leases decide who should own a shard. That nobody else writes for it is the affair of the store, which compares the epoch at each claim and each
/// commit.</remarks>
public sealed partial class ClusterEngine : IEngine, IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly IClusterStore _store;
    private readonly INodeLinks _links;
    private readonly ClusterEngineSettings _settings;
    private readonly ILogger _logger;
    private readonly Trust _trust;
    private readonly EntityHosts _hosts;
    private readonly ConcurrentDictionary<EntityId, long> _fenced = new();

    /// <summary>By shard; written under the lock.</summary>
    private readonly Tenure?[] _tenures;

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstView = new();
    private volatile ClusterView _view = new(null, 0, [], []);
    private volatile string? _replaced;
    private int _isStarted;
    private int _isDisposed;
    private Task _run = Task.CompletedTask;

    /// <param name="system">Whose clock it uses.</param>
    /// <param name="store">Where the leases are.</param>
    /// <param name="links">The way to the other nodes.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="logger">Where it writes.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public ClusterEngine(ActorSystem system, IClusterStore store, INodeLinks links, ClusterEngineSettings settings, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(logger);
        ClusterEngineSettings.Validate(settings);
        _system = system;
        _store = store;
        _links = links;
        _settings = settings;
        _logger = logger;
        _hosts = new EntityHosts(settings.Delivery);
        _trust = new Trust(system.Time, settings.Terms.Lease, settings.LeaseMargin);
        _tenures = new Tenure?[settings.Terms.Shards];
        _lapse = system.Time.CreateTimer(_ => system.Scheduler.Post(LapseIfOver), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The cluster as this node saw it last. For views; it is old when it is read.</summary>
    public ClusterView View => _view;

    /// <summary>Some entities have another owner than before, on whatever node; told by the thread that read it in the store.</summary>
    public event EventHandler<OwnersChangedEventArgs>? OwnersChanged;

    /// <inheritdoc/>
    /// <remarks>It stops by itself after an operator has asked the node to leave.</remarks>
    public Task Completion => _run;

    /// <inheritdoc/>
    public string? Obstacle =>
        _replaced is not null ? _replaced
        : _trust.IsHeld || _stop.IsCancellationRequested ? null
        : "this node could not renew its lease in time, and serves nothing until the store lets it renew that";

    /// <inheritdoc/>
    public ShardCounts Shards
    {
        get
        {
            lock (_gate)
            {
                // Each shard that is gained begins a term.
                return new ShardCounts(_tenures.Count(static tenure => tenure is { IsOver: false }), _lastTerm);
            }
        }
    }

    /// <summary>Joins the cluster; ends when this node has seen it for the first time, or <see cref="StopAsync"/> was called.</summary>
    /// <exception cref="JoinRefusedException">The cluster does not take this node as it is.</exception>
    /// <exception cref="InvalidOperationException">It was started already.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            throw new InvalidOperationException("The engine was started already.");
        }

        _run = RunAsync();
        await _firstView.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Leaves the cluster: entities stop, their commits end, their outputs leave; then the shards are free for others.</summary>
    public Task StopAsync()
    {
        EndLoop();
        Nudge();
        return _run;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await StopAsync();
        await _lapse.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Something has changed in the store: it is read at once, not at the next renewal.</summary>
    public void Nudge() => _system.Scheduler.Post(() => Volatile.Read(ref _wake).TrySetResult());

    /// <summary>The right by which this node may claim an entity: its shard, and the epoch in which the node owns that; null if it does not.</summary>
    public ShardRight? RightTo(EntityId entity) =>
        TenureOf(entity) is { IsOver: false } tenure ? new ShardRight(tenure.Shard, tenure.Epoch, _settings.Node) : null;

    /// <summary>The shard of an entity, from its id: the same for all types.</summary>
    public int ShardOf(string id) => ShardMap.ShardOf(id, _settings.Terms.Shards);

    /// <inheritdoc/>
    public void Register(IEntityHost host)
    {
        _hosts.Add(host);
        host.Gained(id => OwnerOf(new EntityId(host.Type, id)).Term is not null);
    }

    /// <inheritdoc/>
    public EntityOwner OwnerOf(EntityId entity)
    {
        if (TenureOf(entity) is { IsAccepting: true } tenure && _trust.IsHeld)
        {
            return _fenced.ContainsKey(entity) ? default : new EntityOwner(_settings.Node.Name, tenure.Term);
        }

        var shards = _view.Shards;
        var owner = shards.Count == 0 ? null : shards[ShardOf(entity.Id)].Owner;
        return owner is null || IsMe(owner) ? default : new EntityOwner(owner, null);
    }

    /// <inheritdoc/>
    public void Deliver(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var owner = OwnerOf(delivery.Entity);
        if (owner.Term is not null)
        {
            _hosts.Deliver(delivery);
        }
        else if (_view.Find(owner.Node) is { } lease)
        {
            _links.Send(lease.Node, delivery);
        }
        else
        {
            delivery.Fail(new EntityUnavailableException($"{delivery.Entity} has no owner now; its shard is on its way to one."));
        }
    }

    /// <summary>A message that another node sends, because it takes this one for the owner.</summary>
    public void Receive(EncodedDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (OwnerOf(delivery.Entity).Term is not null)
        {
            _hosts.Deliver(delivery);
        }
        else
        {
            delivery.Fail(new EntityUnavailableException($"{delivery.Entity} is not owned by {_settings.Node.Name}."));
        }
    }

    /// <inheritdoc/>
    public bool MayAct(EntityId entity, long term) => TenureOf(entity) is { IsOver: false } tenure && tenure.Term == term && _trust.IsHeld;

    /// <inheritdoc/>
    /// <remarks>The next renewal tells; to ask at once would let two that fence each other spin.</remarks>
    public void Fenced(EntityId entity, long term)
    {
        if (MayAct(entity, term))
        {
            _fenced.TryAdd(entity, term);
        }
    }

    private void EndLoop()
    {
        // CancelAsync would leave the scheduler of the actors for the thread pool; what is cancelled here only resumes the engine's own loop.
#pragma warning disable VSTHRD103
        _stop.Cancel();
#pragma warning restore VSTHRD103
    }

    private Tenure? TenureOf(EntityId entity) => Volatile.Read(ref _tenures[ShardOf(entity.Id)]);

    private bool IsMe(string? node) => string.Equals(node, _settings.Node.Name, StringComparison.Ordinal);
}
