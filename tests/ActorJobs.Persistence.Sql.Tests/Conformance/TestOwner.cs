using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Commits for a claim as an app group does: sequence after sequence.</summary>
public sealed class TestOwner(SqlStore store, AppClaim claim)
{
    private long _sequence = claim.Sequence;

    public AppClaim Claim { get; } = claim;

    public long LastToken { get; set; } = claim.LastToken;

    public long LastJobId { get; set; } = claim.LastJobId;

    public static async Task<TestOwner> ClaimAsync(SqlStore store, string app = "shop") =>
        new(store, (await store.ClaimAsync(app)).ShouldNotBeNull());

    /// <summary>The next commit, not yet given to the store.</summary>
    public AppCommit Next(params AppWrite[] writes) => new(Claim, ++_sequence, LastToken, LastJobId, writes);

    /// <summary>Commits, whatever comes of it.</summary>
    public async Task<AppCommitResult> TryAsync(params AppWrite[] writes) => await store.CommitAsync(Next(writes));

    /// <summary>Commits, which must succeed.</summary>
    public async Task<AppCommitResult.Committed> CommitAsync(params AppWrite[] writes)
    {
        var result = await TryAsync(writes);
        return result.ShouldBeOfType<AppCommitResult.Committed>(result.ToString());
    }

    public Task<AppCommitResult.Committed> CommitAsync(Run run, string? ownParams = "{}") => CommitAsync(new RunInserted(run, ownParams));
}
