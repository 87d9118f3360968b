using ActorJobs.Core.Jobs;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <summary>A job, or a workflow, that is made or replaced together with others.</summary>
/// <param name="Definition">Checked by itself.</param>
/// <param name="Params">As JSON text.</param>
/// <param name="Replaces">The job of its name that the user saw; null: there was none.</param>
public sealed record ImportedJob(JobDefinition Definition, string Params, ExpectedJob? Replaces);

/// <summary>How much of an import is done if a part of it cannot be.</summary>
public enum ImportMode
{
    /// <summary>Nothing is done in any case: it is only checked.</summary>
    Check,

    /// <summary>Nothing is done.</summary>
    AllOrNothing,

    /// <summary>The rest is done.</summary>
    WhatIsRight,
}

/// <summary>What became of one job of an import.</summary>
/// <param name="Saved">Its id and version; null if it was not saved.</param>
/// <param name="Why">Why it cannot be saved; null if it can.</param>
public sealed record ImportResult(SavedJob? Saved, RefusalException? Why);
