namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>Applies the units of a group in one transaction of the database.</summary>
internal interface IGroupTransaction : IAsyncDisposable
{
    /// <summary>Never throws for what the database does.</summary>
    ValueTask<GroupOutcome> ApplyAsync(IReadOnlyList<CommitUnit> units);
}

/// <summary>What became of a group.</summary>
internal abstract record GroupOutcome
{
    private GroupOutcome() { }

    /// <summary>The transaction has committed; each unit, in order, has an outcome of its own.</summary>
    public sealed record Applied(IReadOnlyList<UnitOutcome> Units) : GroupOutcome;

    /// <summary>The database refused something and has rolled all back.</summary>
    public sealed record Refused(Exception Cause) : GroupOutcome;

    /// <summary>The database could not be reached; nothing was sent.</summary>
    public sealed record Unreachable(Exception Cause) : GroupOutcome;

    /// <summary>The answer is missing.</summary>
    public sealed record Lost(Exception Cause) : GroupOutcome;
}
