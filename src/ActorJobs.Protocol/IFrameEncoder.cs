using Google.Protobuf;

namespace ActorJobs.Protocol;

/// <summary>Builds one frame after the other out of messages.</summary>
internal interface IFrameEncoder
{
    /// <summary>How many bytes the frame has as far as it is built; 0 without a message.</summary>
    int Length { get; }

    /// <summary>Starts the next frame.</summary>
    void Clear();

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="size">Its size in bytes of protobuf, as it calculated it.</param>
    void Add(IMessage message, int size);

    /// <summary>Ends the frame.</summary>
    /// <returns>The whole frame; valid until the next call.</returns>
    ReadOnlyMemory<byte> Finish();
}
