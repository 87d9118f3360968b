using ActorJobs.Trust;
using ActorJobs.Worker.Links;

namespace ActorJobs.Worker.Doctors;

/// <summary>A server that a doctor looks at, with all that a worker would dial it with.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Options">The worker's options.</param>
/// <param name="Names">How those are called.</param>
/// <param name="Trust">Which servers are taken for what they say they are.</param>
/// <param name="Self">Who asks to be let in.</param>
/// <param name="Time">The clock.</param>
/// <param name="Limit">How long one check may take.</param>
internal sealed record ExaminedServer(
    ServerAddress Address,
    WorkerOptions Options,
    OptionNames Names,
    ServerTrust Trust,
    WorkerSelf Self,
    TimeProvider Time,
    TimeSpan Limit
)
{
    /// <summary>From where it is dialled.</summary>
    public LocalEnd End { get; } = new(Options.LocalAddress);

    /// <summary>Whether TLS is spoken.</summary>
    public bool IsSecure => Address.Link.Scheme is "wss";

    /// <summary>Where workers dial in, as an address of HTTP.</summary>
    public Uri HttpAddress { get; } =
        new UriBuilder(Address.Link) { Scheme = Address.Link.Scheme is "wss" ? "https" : "http", Port = Address.Link.Port }.Uri;
}
