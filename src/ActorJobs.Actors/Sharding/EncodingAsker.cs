namespace ActorJobs.Actors;

/// <summary>An asker who takes the reply in its wire form.</summary>
internal sealed class EncodingAsker<TMessage, TReply>(Delivery delivery, IMessageCodec<TMessage, TReply> codec) : Asker<TReply>
{
    private int _done;

    public override bool IsDone => Volatile.Read(ref _done) != 0;

    public override void Reply(TReply reply)
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            return;
        }

        byte[] encoded;
        try
        {
            encoded = codec.EncodeReply(reply);
        }
        catch (Exception exception)
        {
            delivery.Fail(new OutcomeUnknownException($"{delivery.Entity} took the message, but its reply cannot be encoded.", exception));
            throw;
        }

        delivery.Reply(encoded);
    }

    public override void Fail(Exception reason)
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            delivery.Fail(reason);
        }
    }
}
