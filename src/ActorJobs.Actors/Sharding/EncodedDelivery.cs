namespace ActorJobs.Actors;

/// <summary>A message that came in its wire form.</summary>
/// <param name="entity">To whom.</param>
/// <param name="message">The message; not changed by anyone any more.</param>
/// <param name="replyTo">Where the reply goes; null if nobody waits for one.</param>
public sealed class EncodedDelivery(EntityId entity, byte[] message, IReplyTo? replyTo) : Delivery(entity)
{
    /// <inheritdoc/>
    public override bool IsAsk => replyTo is not null;

    /// <inheritdoc/>
    public override byte[] EncodeMessage() => message;

    /// <inheritdoc/>
    public override void Reply(byte[] reply) => replyTo?.Reply(reply);

    /// <inheritdoc/>
    public override void Fail(Exception reason) => replyTo?.Fail(reason);
}
