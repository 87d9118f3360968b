namespace ActorJobs.Actors;

/// <summary>One message on its way to an entity. An engine that stays in the process hands it on as it is; one that leaves it sends the wire form,
/// and brings the reply back here.</summary>
public abstract class Delivery : IReplyTo
{
    private protected Delivery(EntityId entity) => Entity = entity;

    /// <summary>To whom.</summary>
    public EntityId Entity { get; }

    /// <summary>Whether someone waits for a reply.</summary>
    public abstract bool IsAsk { get; }

    /// <summary>The message in its wire form.</summary>
    public abstract byte[] EncodeMessage();

    /// <inheritdoc/>
    public abstract void Reply(byte[] reply);

    /// <inheritdoc/>
    public abstract void Fail(Exception reason);
}
