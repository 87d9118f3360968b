namespace ActorJobs.Server.Facade.Views;

/// <summary>What a request that cancels many runs has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Count">How many runs.</param>
/// <param name="Runs">The ids of the first of them.</param>
internal sealed record ClearingView(bool DryRun, int Count, IReadOnlyList<string> Runs);
