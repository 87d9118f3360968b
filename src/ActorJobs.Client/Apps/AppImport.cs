using ActorJobs.Client.Jobs;
using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Apps;

/// <summary>What an import has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Items">The settings, if the document has some, and then each job and workflow in its order.</param>
public sealed record AppImport(bool DryRun, IReadOnlyList<AppImportItem> Items);

/// <summary>One part of an import.</summary>
/// <param name="Kind">settings, job or workflow.</param>
/// <param name="Name">Of the job or workflow.</param>
/// <param name="Action">create, replace or unchanged.</param>
/// <param name="Version">The version that it has now.</param>
/// <param name="Changes">For replace: in which fields it differs from what there was.</param>
/// <param name="Problem">Why it cannot be saved.</param>
public sealed record AppImportItem(
    string Kind,
    string? Name,
    string Action,
    long? Version,
    IReadOnlyList<JobChange>? Changes,
    RunBatchProblem? Problem
);

/// <summary>How much of an import is done.</summary>
public enum ImportMode
{
    /// <summary>All of it, or nothing if a part is wrong.</summary>
    AllOrNothing,

    /// <summary>What is right.</summary>
    Partial,

    /// <summary>Nothing; it is only told what would be.</summary>
    DryRun,
}
