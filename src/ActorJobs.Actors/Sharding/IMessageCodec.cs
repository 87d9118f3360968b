namespace ActorJobs.Actors;

/// <summary>The wire form of an entity type's messages and replies. Must be free of state; called from any thread.</summary>
public interface IMessageCodec<TMessage, TReply>
{
    /// <summary>The message in its wire form.</summary>
    byte[] EncodeMessage(TMessage message);

    /// <summary>The message of a wire form. Anything that it throws makes the message be refused.</summary>
    TMessage DecodeMessage(byte[] encoded);

    /// <summary>The reply in its wire form.</summary>
    byte[] EncodeReply(TReply reply);

    /// <summary>The reply of a wire form.</summary>
    TReply DecodeReply(byte[] encoded);
}
