using System.Collections.Concurrent;

namespace ActorJobs.Actors;

/// <summary>The regions of a node, as an engine sees them.</summary>
/// <param name="delivery">How messages travel that do not leave the node.</param>
public sealed class EntityHosts(LocalDelivery delivery)
{
    private readonly ConcurrentDictionary<string, IEntityHost> _hosts = new(StringComparer.Ordinal);

    /// <summary>All of them, in the order of their types.</summary>
    public IEnumerable<IEntityHost> All => _hosts.Values.OrderBy(static host => host.Type, StringComparer.Ordinal);

    /// <summary>Adds one.</summary>
    /// <exception cref="InvalidOperationException">There is one of its type.</exception>
    public void Add(IEntityHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!_hosts.TryAdd(host.Type, host))
        {
            throw new InvalidOperationException($"The entity type {host.Type} has a region already.");
        }
    }

    /// <summary>Gives a message to an entity of this node.</summary>
    public void Deliver(Delivery message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_hosts.TryGetValue(message.Entity.Type, out var host))
        {
            message.Fail(new EntityUnavailableException($"No region serves entities of type {message.Entity.Type}."));
        }
        else if (delivery == LocalDelivery.Serialized && message is not EncodedDelivery)
        {
            host.Deliver(new EncodedDelivery(message.Entity, message.EncodeMessage(), message.IsAsk ? message : null));
        }
        else
        {
            host.Deliver(message);
        }
    }

    /// <summary>The node owns an entity after all: it may start again.</summary>
    public void Regained(EntityId entity)
    {
        if (_hosts.TryGetValue(entity.Type, out var host))
        {
            host.Gained(id => string.Equals(id, entity.Id, StringComparison.Ordinal));
        }
    }
}
