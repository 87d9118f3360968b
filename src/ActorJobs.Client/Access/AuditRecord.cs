namespace ActorJobs.Client.Access;

/// <summary>Something that was done over the API, or refused.</summary>
/// <param name="At">When the request was answered.</param>
/// <param name="Caller">The name of the token; <c>loopback</c> where none is asked for, <c>nobody</c> if there was none.</param>
/// <param name="Address">Where the request came from, without the port.</param>
/// <param name="Method">POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="App">The app that the path names; null if it names none.</param>
public sealed record AuditRecord(DateTimeOffset At, string Caller, string Address, string Method, string Path, int Status, string? App);

/// <summary>What is asked of the audit.</summary>
public sealed record AuditFilter
{
    /// <summary>Of this app only; null: any that the client's token may see.</summary>
    public string? App { get; init; }

    /// <summary>At or after; null: any time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before; null: any time.</summary>
    public DateTimeOffset? To { get; init; }
}
