namespace ActorJobs.Client;

/// <summary>What answered is no server of ActorJobs: a redirect, a page for people, the error of a proxy. The client follows no redirect.</summary>
/// <param name="address">Which address was asked.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="mediaType">What the answer says that it is; empty if it does not.</param>
/// <param name="location">Where a redirect leads; null if it is none.</param>
/// <param name="start">The first bytes of the answer as text.</param>
public sealed class UnexpectedAnswerException(Uri address, int status, string mediaType, Uri? location, string start)
    : ActorJobsException(
        $"{address} answered status {status}{(location is null ? "" : $", a redirect to {location},")} with '{mediaType}' where JSON of ActorJobs was expected. "
            + $"Look whether the address is that of a server, and what stands between. It begins: {start}"
    )
{
    /// <summary>Which address was asked.</summary>
    public Uri Address { get; } = address;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What the answer says that it is; empty if it does not.</summary>
    public string MediaType { get; } = mediaType;

    /// <summary>Where a redirect leads; null if it is none.</summary>
    public Uri? Location { get; } = location;

    /// <summary>The first bytes of the answer as text.</summary>
    public string Start { get; } = start;
}
