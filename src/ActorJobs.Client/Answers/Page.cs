namespace ActorJobs.Client.Answers;

/// <summary>A page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Next">The cursor of the next page; null if there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
