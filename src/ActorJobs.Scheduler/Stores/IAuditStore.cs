using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>Who changed what over the API.</summary>
public interface IAuditStore
{
    /// <summary>Adds records.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask AppendAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default);

    /// <summary>Records, the newest first.</summary>
    ValueTask<IReadOnlyList<StoredAuditRecord>> ListAsync(AuditFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Forgets the records that are older than so much.</summary>
    ValueTask ForgetAsync(Duration age, CancellationToken cancellationToken = default);
}

/// <summary>Something that was done, or refused.</summary>
/// <param name="At">When the request was answered.</param>
/// <param name="Caller">The name of the token, or what stands in for one.</param>
/// <param name="Address">Where the request came from, without the port.</param>
/// <param name="Method">POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="App">The app that the path names; null if it names none.</param>
public sealed record AuditRecord(Instant At, string Caller, string Address, string Method, string Path, int Status, string? App);

/// <summary>A record as stored.</summary>
/// <param name="Id">Rises with each.</param>
/// <param name="Record">What happened.</param>
public sealed record StoredAuditRecord(long Id, AuditRecord Record);

/// <summary>What is asked of the audit.</summary>
/// <param name="App">Of this app only; null: any.</param>
/// <param name="From">At or after.</param>
/// <param name="To">Before.</param>
/// <param name="Before">Only records with a lower id: the cursor.</param>
/// <param name="Limit">How many at most.</param>
public sealed record AuditFilter(string? App, Instant? From, Instant? To, long? Before, int Limit);
