using ActorJobs.Trust;

namespace ActorJobs.Server.Nodes;

/// <summary>How patient a node is with the others.</summary>
internal sealed record NodeLinkSettings
{
    /// <summary>The version of what nodes say to each other.</summary>
    public const uint Protocol = 1;

    /// <summary>Where a node listens for others, below its address.</summary>
    public const string LinkPath = "/link/v1/node";

    /// <summary>The header <c>Authorization</c> of an upgrade request; empty: none.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>Which nodes are taken for what they say they are.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.OfSystem;

    /// <summary>How long dialling may take.</summary>
    public TimeSpan DialWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long nothing is sent to a node that could not be reached: it is refused at once.</summary>
    public TimeSpan DialPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>After so long without a sign of life the other node is asked for one …</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>… and has so long to give it.</summary>
    public TimeSpan PongWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the first frame of a link may take.</summary>
    public TimeSpan HelloWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a link stays open for the other node to read why it is refused.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where a node of an address is dialled.</summary>
    public static Uri Path(Uri address) =>
        new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = LinkPath }.Uri;
}
