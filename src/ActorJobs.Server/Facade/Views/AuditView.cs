using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>Something that was done, or refused.</summary>
/// <param name="At">When the request was answered.</param>
/// <param name="Caller">The name of the token; <c>loopback</c> where none is asked for, <c>nobody</c> if there was none.</param>
/// <param name="Address">Where the request came from, without the port.</param>
/// <param name="Method">POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="App">The app that the path names; null if it names none.</param>
internal sealed record AuditView(Instant At, string Caller, string Address, string Method, string Path, int Status, string? App)
{
    /// <summary>The view of what the store has.</summary>
    public static AuditView Of(AuditRecord record) =>
        new(record.At, record.Caller, record.Address, record.Method, record.Path, record.Status, record.App);
}
