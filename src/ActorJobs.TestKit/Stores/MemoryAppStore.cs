using ActorJobs.Scheduler.Stores;

namespace ActorJobs.TestKit.Stores;

/// <summary>A store in memory that answers at once and never fails. It belongs to one thread at a time.</summary>
internal sealed class MemoryAppStore : IAppStore
{
    private readonly Dictionary<string, MemoryApp> _apps = new(StringComparer.Ordinal);

    /// <summary>What is held of an app.</summary>
    public MemoryApp this[string app] => _apps[app];

    /// <summary>Makes an app.</summary>
    public MemoryApp Create(string app) => _apps[app] = new MemoryApp(_apps.Count + 1, app);

    /// <inheritdoc/>
    public ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken = default) =>
        new(_apps.GetValueOrDefault(app)?.Claim());

    /// <inheritdoc/>
    public ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken = default) =>
        new(_apps[claim.App].Contents());

    /// <inheritdoc/>
    public ValueTask<AppCommitResult> CommitAsync(AppCommit commit, CancellationToken cancellationToken = default)
    {
        var app = _apps[commit.Claim.App];
        return new(app.Refuse(commit) ?? app.Answer(commit, app.Apply(commit)));
    }
}
