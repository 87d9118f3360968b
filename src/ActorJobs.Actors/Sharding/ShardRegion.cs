using System.Collections.Concurrent;

namespace ActorJobs.Actors;

/// <summary>Reaches the one owner of each entity of a type, wherever it is, and holds those that this node owns.</summary>
/// <remarks>
/// While nobody owns an entity, or its actor is stopping, asks are refused at once with <see cref="EntityUnavailableException"/> and tells are
/// dropped and counted: senders
/// repeat what matters to them. A message that finds the entity not started starts it.
/// </remarks>
public sealed class ShardRegion<TMessage, TReply>
{
    private readonly ActorSystem _system;
    private readonly IEngine _engine;
    private readonly Func<string, Actor<TMessage, TReply>> _factory;
    private readonly IMessageCodec<TMessage, TReply> _codec;
    private readonly Action<EntityId> _onTellLost;

    // Read without the lock by whoever sends; changed under it.
    private readonly ConcurrentDictionary<string, ActorCell<TMessage, TReply>> _cells = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _remembered = new(StringComparer.Ordinal);

    /// <summary>Entities to start once their ending actor has ended.</summary>
    private readonly HashSet<string> _restart = new(StringComparer.Ordinal);

    /// <param name="system">Whose scheduler, clock and limits the entities use.</param>
    /// <param name="engine">Who decides what this node owns.</param>
    /// <param name="type">The type of the entities; one region a type and engine.</param>
    /// <param name="factory">Makes an entity's actor anew for each of its lives.</param>
    /// <param name="codec">The wire form of messages and replies.</param>
    /// <exception cref="InvalidOperationException">The engine has a region of this type already.</exception>
    public ShardRegion(
        ActorSystem system,
        IEngine engine,
        string type,
        Func<string, Actor<TMessage, TReply>> factory,
        IMessageCodec<TMessage, TReply> codec
    )
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(codec);
        _system = system;
        _engine = engine;
        _factory = factory;
        _codec = codec;
        _onTellLost = entity => _system.CountDeadLetter(entity.ToString(), Posted.Closed);
        Type = type;
        engine.Register(new Host(this));
    }

    /// <summary>The type of the entities.</summary>
    public string Type { get; }

    /// <summary>The ids of the entities that live on this node, loading ones included, in ordinal order. For views; it is old when it is read.</summary>
    public IReadOnlyList<string> Entities =>
        [.. _cells.Where(cell => !cell.Value.IsEnding).Select(cell => cell.Key).Order(StringComparer.Ordinal)];

    /// <summary>How many messages wait for each entity that lives on this node, in no order. For measurements; it is old when it is read.</summary>
    public IEnumerable<KeyValuePair<string, int>> Mailboxes =>
        _cells.Select(static cell => KeyValuePair.Create(cell.Key, cell.Value.Waiting));

    /// <summary>Sends without waiting; starts the entity on demand.</summary>
    public void Tell(string entityId, TMessage message) => Send(entityId, new Envelope<TMessage, TReply> { Message = message });

    /// <summary>Sends and waits for the reply; starts the entity on demand.</summary>
    /// <exception cref="TimeoutException">No reply in time; the message may still take effect.</exception>
    /// <exception cref="OutcomeUnknownException">The message may or may not have taken effect.</exception>
    /// <exception cref="EntityUnavailableException">Nothing took effect.</exception>
    /// <exception cref="PoisonMessageException">The entity failed on the message again and again. Nothing took effect.</exception>
    public ValueTask<TReply> AskAsync(string entityId, TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var ask = Ask<TReply>.Start(_system, $"{Type}/{entityId}", timeout, cancellationToken);
        Send(entityId, new Envelope<TMessage, TReply> { Message = message, Asker = ask });
        return new ValueTask<TReply>(ask.Task);
    }

    /// <summary>Starts an entity and remembers it: it starts anew by itself whenever this node gains it, until it stops itself or is stopped.</summary>
    public void Start(string entityId)
    {
        ArgumentException.ThrowIfNullOrEmpty(entityId);
        lock (_gate)
        {
            _remembered.Add(entityId);
            StartRemembered(entityId);
        }
    }

    /// <summary>
    /// Stops an entity of this node and forgets it; ends when its commits have ended, its outputs have left and its actor has stopped. Messages that
    /// wait are refused; the next
    /// one after that starts it again.
    /// </summary>
    public async ValueTask StopAsync(string entityId, CancellationToken cancellationToken = default)
    {
        ActorCell<TMessage, TReply>? cell;
        lock (_gate)
        {
            _remembered.Remove(entityId);
            _restart.Remove(entityId);
            cell = _cells.GetValueOrDefault(entityId);
        }

        if (cell is not null)
        {
            await cell.StopAsync("it was stopped").WaitAsync(cancellationToken);
        }
    }

    private void Send(string entityId, Envelope<TMessage, TReply> envelope)
    {
        ArgumentException.ThrowIfNullOrEmpty(entityId);
        _engine.Deliver(new DirectDelivery<TMessage, TReply>(new EntityId(Type, entityId), envelope, _codec, _onTellLost));
    }

    private void Receive(Delivery delivery)
    {
        Envelope<TMessage, TReply> envelope;
        try
        {
            envelope = Open(delivery);
        }
        catch (Exception exception)
        {
            Refuse(delivery, new EntityUnavailableException($"{delivery.Entity} cannot read the message.", exception));
            return;
        }

        var id = delivery.Entity.Id;
        if (_cells.TryGetValue(id, out var cell) && cell.Post(envelope) == Posted.Accepted)
        {
            return;
        }

        lock (_gate)
        {
            cell = _cells.GetValueOrDefault(id) ?? Activate(id);
        }

        var posted = cell?.Post(envelope);
        if (posted != Posted.Accepted)
        {
            Refuse(
                delivery,
                posted is { } why ? cell!.Refusal(why) : new EntityUnavailableException($"{delivery.Entity} is not owned by this node.")
            );
        }
    }

    private Envelope<TMessage, TReply> Open(Delivery delivery) =>
        delivery is DirectDelivery<TMessage, TReply> direct
            ? direct.Envelope
            : new Envelope<TMessage, TReply>
            {
                Message = _codec.DecodeMessage(delivery.EncodeMessage()),
                Asker = delivery.IsAsk ? new EncodingAsker<TMessage, TReply>(delivery, _codec) : null,
            };

    private void Refuse(Delivery delivery, EntityUnavailableException reason)
    {
        delivery.Fail(reason);
        if (delivery is EncodedDelivery { IsAsk: false })
        {
            _onTellLost(delivery.Entity);
        }
    }

    /// <summary>Under the lock. Null if this node does not own the entity: a loss that is not carried out yet shows in the owner already.</summary>
    private ActorCell<TMessage, TReply>? Activate(string id)
    {
        var entity = new EntityId(Type, id);
        if (_engine.OwnerOf(entity).Term is not { } term)
        {
            return null;
        }

        var life = new Activation(this, entity, term);
        var cell = _system.Start(entity.ToString(), () => _factory(id), life);
        if (cell is not null)
        {
            _cells[id] = cell;
        }

        return cell;
    }

    /// <summary>Under the lock.</summary>
    private void StartRemembered(string id)
    {
        if (!_cells.TryGetValue(id, out var cell))
        {
            Activate(id);
        }
        else if (cell.IsEnding)
        {
            _restart.Add(id);
        }
    }

    private void Ended(string id, Ending ending)
    {
        lock (_gate)
        {
            _cells.TryRemove(id, out _);
            if (_restart.Remove(id))
            {
                Activate(id);
            }
            else if (ending == Ending.ByItself)
            {
                _remembered.Remove(id);
            }
        }
    }

    /// <summary>The region to its engine.</summary>
    private sealed class Host(ShardRegion<TMessage, TReply> region) : IEntityHost
    {
        public string Type => region.Type;

        public void Deliver(Delivery delivery) => region.Receive(delivery);

        public void Gained(Func<string, bool> entities)
        {
            lock (region._gate)
            {
                foreach (var id in region._remembered.Where(entities).Order(StringComparer.Ordinal).ToList())
                {
                    region.StartRemembered(id);
                }
            }
        }

        public Task LoseAsync(Func<string, bool> entities)
        {
            List<ActorCell<TMessage, TReply>> leaving = [];
            lock (region._gate)
            {
                foreach (
                    var (id, cell) in region._cells.Where(cell => entities(cell.Key)).OrderBy(cell => cell.Key, StringComparer.Ordinal)
                )
                {
                    region._restart.Remove(id);
                    leaving.Add(cell);
                }
            }

            return Task.WhenAll(leaving.Select(cell => cell.StopAsync("this node serves it no more")));
        }
    }

    /// <summary>One entity in one term of this node.</summary>
    private sealed class Activation(ShardRegion<TMessage, TReply> region, EntityId entity, long term) : ICellOwner
    {
        public bool MayAct => region._engine.MayAct(entity, term);

        public void Fenced() => region._engine.Fenced(entity, term);

        public void Stopped(Ending ending) => region.Ended(entity.Id, ending);
    }
}
