namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>Bounds of the writer.</summary>
/// <param name="MaxGroupWrites">How many writes one transaction takes at most, roughly.</param>
/// <param name="LockTimeout">How long a commit waits for an app's row that another session holds.</param>
/// <param name="MaxRetryTime">How long the retry app by app may take before the rest is rolled back.</param>
internal sealed record CommitWriterOptions(int MaxGroupWrites, TimeSpan LockTimeout, TimeSpan MaxRetryTime)
{
    /// <summary>The pause before commits that met a locked row are tried again.</summary>
    public TimeSpan DeferredPause { get; } = TimeSpan.FromMilliseconds(5);
}
