using ActorJobs.Trust;

namespace ActorJobs.Client;

/// <summary>The server cannot be reached, or the connection broke: a request that changes something may have taken effect if it was sent.</summary>
/// <param name="address">Which address was asked.</param>
/// <param name="innerException">What happened.</param>
public sealed class UnreachableException(Uri address, Exception innerException)
    : ActorJobsException($"{address} cannot be reached: {ServerTrust.Reason(innerException, address)}", innerException)
{
    /// <summary>Which address was asked.</summary>
    public Uri Address { get; } = address;
}
