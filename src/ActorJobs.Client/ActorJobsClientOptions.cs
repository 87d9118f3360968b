namespace ActorJobs.Client;

/// <summary>How a client behaves.</summary>
public sealed record ActorJobsClientOptions
{
    /// <summary>The token that requests carry, <c>ajt_…</c>; empty: none, which a server that only its own machine reaches may do without.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file of PEM with the certificates of authorities that are trusted beside the system's, for an https address. Empty: none.</summary>
    public string CertificateAuthorityFile { get; init; } = "";

    /// <summary>How long a request is repeated in all while the server cannot serve it, if that is safe; zero: never. 30 s by default.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the first repetition; it doubles up to 5 s, and the server's Retry-After wins. 200 ms by default.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
