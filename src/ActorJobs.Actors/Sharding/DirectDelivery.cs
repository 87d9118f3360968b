namespace ActorJobs.Actors;

/// <summary>A message from this node's region. In this process it stays the object that it is.</summary>
internal sealed class DirectDelivery<TMessage, TReply>(
    EntityId entity,
    Envelope<TMessage, TReply> envelope,
    IMessageCodec<TMessage, TReply> codec,
    Action<EntityId> onTellLost
) : Delivery(entity)
{
    public Envelope<TMessage, TReply> Envelope => envelope;

    public override bool IsAsk => envelope.IsAsk;

    public override byte[] EncodeMessage() => codec.EncodeMessage(envelope.Message);

    public override void Reply(byte[] reply) => envelope.Asker?.Reply(codec.DecodeReply(reply));

    public override void Fail(Exception reason)
    {
        if (envelope.Asker is { } asker)
        {
            asker.Fail(reason);
        }
        else
        {
            onTellLost(Entity);
        }
    }
}
