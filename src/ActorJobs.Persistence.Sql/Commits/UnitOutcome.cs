using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>What became of a unit.</summary>
internal abstract record UnitOutcome
{
    private UnitOutcome() { }

    /// <summary>A commit that does not follow the app's last one.</summary>
    public static RolledBack OutOfSequence(string app, long sequence, long last) =>
        new(
            new InvalidOperationException(
                $"Commit {sequence} of app '{app}' does not follow commit {last}, the last that took effect: one between them has failed. Claim the app again."
            )
        );

    /// <summary>Durable, with the params of the runs that were dispatched, and the runs that existed already.</summary>
    public sealed record Committed(IReadOnlyDictionary<RunId, string> Params, IReadOnlySet<RunId> Existing) : UnitOutcome;

    /// <summary>A newer claim exists, or the app does not any more.</summary>
    public sealed record Fenced : UnitOutcome;

    /// <summary>Nothing was written.</summary>
    public sealed record RolledBack(Exception Cause) : UnitOutcome;

    /// <summary>Nobody knows.</summary>
    public sealed record InDoubt(Exception Cause) : UnitOutcome;

    /// <summary>Nothing was written, because another session holds the app's row just now; to be tried again.</summary>
    public sealed record Deferred : UnitOutcome;

    /// <summary>As the committer is told.</summary>
    public AppCommitResult For(AppCommit commit) =>
        this switch
        {
            Committed committed => new AppCommitResult.Committed(
                ParamsOf(commit, committed.Params),
                ExistingOf(commit, committed.Existing)
            ),
            Fenced => new AppCommitResult.Fenced(),
            RolledBack rolledBack => new AppCommitResult.RolledBack(rolledBack.Cause),
            InDoubt inDoubt => new AppCommitResult.InDoubt(inDoubt.Cause),
            _ => throw new InvalidOperationException("A deferred commit has no result yet."),
        };

    private static Dictionary<RunId, string> ParamsOf(AppCommit commit, IReadOnlyDictionary<RunId, string> all)
    {
        var own = new Dictionary<RunId, string>();
        foreach (var write in commit.Writes)
        {
            var run = write switch
            {
                Core.Apps.RunInserted insert => insert.Run,
                Core.Apps.RunUpdated update => update.Run,
                _ => null,
            };
            if (run is { State: RunState.Dispatched } && all.TryGetValue(run.Id, out var text))
            {
                own[run.Id] = text;
            }
        }
        return own;
    }

    private static IReadOnlyCollection<RunId> ExistingOf(AppCommit commit, IReadOnlySet<RunId> all) =>
        all.Count == 0 ? [] : [.. commit.Writes.OfType<Core.Apps.RunInserted>().Select(static insert => insert.Run.Id).Where(all.Contains)];
}
