namespace ActorJobs.Agent.Files;

/// <summary>What a clean-up did, as the result of the attempt.</summary>
/// <param name="DryRun">Whether it only looked what it would do.</param>
/// <param name="Matched">How many files fit the pattern.</param>
/// <param name="Kept">How many of them are too young, or among the newest.</param>
/// <param name="Deleted">How many were deleted, or would be.</param>
/// <param name="Bytes">How many bytes they had.</param>
/// <param name="Links">How many links were passed over.</param>
/// <param name="Files">The first of the files that were deleted, or would be.</param>
/// <param name="Problems">The first of the files that could not be deleted, and why.</param>
internal sealed record CleanupReport(
    bool DryRun,
    int Matched,
    int Kept,
    int Deleted,
    long Bytes,
    int Links,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Problems
);
