namespace ActorJobs.Actors;

/// <summary>
/// The seam between shard regions and whatever decides who owns which entity: one process with a lock, leases in a database, or a cluster framework. An engine finds the
/// owner, carries messages to it, and tells the regions of its node what they gain and lose. It knows neither messages nor actors.
/// </summary>
public interface IEngine
{
    /// <summary>Ends when the engine has stopped: because it was told to, or because this node serves nothing any more.</summary>
    Task Completion { get; }

    /// <summary>Why this node neither owns entities nor reaches their owners just now, in words; null if nothing is in its way.</summary>
    string? Obstacle { get; }

    /// <summary>How many shards this node owns, and how many it has gained and lost. For measurements; it is old when it is read.</summary>
    ShardCounts Shards { get; }

    /// <summary>Begins to seek ownership; ends when it is known for the first time what this node owns, or <see cref="StopAsync"/> was called.</summary>
    /// <exception cref="InvalidOperationException">It was started already.</exception>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives up everything in good order: entities stop, their commits end, their outputs leave; then others may own them.</summary>
    Task StopAsync();

    /// <summary>Makes a region of this node known; once a type. If the node owns entities already, the host is told soon.</summary>
    /// <exception cref="InvalidOperationException">The type has a host already.</exception>
    void Register(IEntityHost host);

    /// <summary>Where the entity is served, as far as this node knows. Cheap: asked for each entity that starts.</summary>
    EntityOwner OwnerOf(EntityId entity);

    /// <summary>Carries a message to the entity's owner, in the order of the calls for one sender and entity; or fails it with
    /// <see cref="EntityUnavailableException"/>.</summary>
    void Deliver(Delivery delivery);

    /// <summary>
    /// Whether this node still owns the entity in the term in which its actor began: asked just before anything leaves the actor. True during a hand-over, until
    /// <see cref="IEntityHost.LoseAsync"/> has ended. Once false, it is false for ever for that term.
    /// </summary>
    bool MayAct(EntityId entity, long term);

    /// <summary>
    /// A write of the entity found another owner: the engine reads the ownership anew. Until it has, this node does not own the entity; if it turns out to,
    /// <see cref="IEntityHost.Gained"/> says so.
    /// </summary>
    void Fenced(EntityId entity, long term);
}
