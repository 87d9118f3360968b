namespace ActorJobs.Server.Settings;

/// <summary>How the one port is encrypted. The files are looked at when the server starts.</summary>
/// <param name="Certificate">A file of PEM; empty: no TLS.</param>
/// <param name="Key">A file of PEM.</param>
/// <param name="Authorities">A file of PEM that other nodes are checked with; empty: the system's authorities alone.</param>
/// <param name="IsTerminatedInFront">Whether something in front of the server speaks TLS for it.</param>
public sealed record TlsSettings(string Certificate, string Key, string Authorities, bool IsTerminatedInFront);
