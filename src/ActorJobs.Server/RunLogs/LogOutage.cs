namespace ActorJobs.Server.RunLogs;

/// <summary>Whether the logs of runs can be stored. It is asked before there is a store, too.</summary>
internal sealed class LogOutage
{
    private volatile string? _reason;

    /// <summary>Why they cannot; null if they can.</summary>
    public string? Reason => _reason;

    /// <summary>They cannot.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Begin(string reason) => Interlocked.Exchange(ref _reason, reason) is null;

    /// <summary>They can.</summary>
    /// <returns>Whether that is new.</returns>
    public bool End() => _reason is not null && Interlocked.Exchange(ref _reason, null) is not null;
}
