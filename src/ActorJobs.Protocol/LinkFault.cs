namespace ActorJobs.Protocol;

/// <summary>Why a link can be read no further.</summary>
public enum LinkFault
{
    /// <summary>The connection was lost or given up: nothing can be sent any more.</summary>
    Lost,

    /// <summary>A frame is not of the contract. The other side can still be told so.</summary>
    Malformed,

    /// <summary>A frame is larger than is taken. The other side can still be told so.</summary>
    TooLarge,

    /// <summary>A message is of no kind that the receiver knows, or goes the wrong way. The other side can still be told so.</summary>
    Unexpected,
}
