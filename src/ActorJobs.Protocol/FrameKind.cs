namespace ActorJobs.Protocol;

/// <summary>The two forms of a frame. Both carry the same messages of the one contract.</summary>
public enum FrameKind
{
    /// <summary>A binary WebSocket message with protobuf.</summary>
    Binary,

    /// <summary>A text WebSocket message with protobuf's JSON mapping.</summary>
    Text,
}
