using ActorJobs.Actors;
using ActorJobs.Protocol;
using Google.Protobuf;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>The wire form of the messages to app groups: protobuf.</summary>
public sealed class AppGroupCodec : IMessageCodec<AppGroupMessage, AppGroupReply>
{
    /// <inheritdoc/>
    public byte[] EncodeMessage(AppGroupMessage message) => message.ToByteArray();

    /// <inheritdoc/>
    public AppGroupMessage DecodeMessage(byte[] encoded) => AppGroupMessage.Parser.ParseFrom(encoded);

    /// <inheritdoc/>
    public byte[] EncodeReply(AppGroupReply reply) => reply.ToByteArray();

    /// <inheritdoc/>
    public AppGroupReply DecodeReply(byte[] encoded) => AppGroupReply.Parser.ParseFrom(encoded);
}
