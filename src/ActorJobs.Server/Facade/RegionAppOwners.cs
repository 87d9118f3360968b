using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Facade;

/// <summary>The owners of apps, through the shard region.</summary>
internal sealed class RegionAppOwners(ShardRegion<AppGroupMessage, AppGroupReply> region) : IAppOwners
{
    /// <summary>Longer than a commit may take on a slow disk, shorter than the patience of most HTTP clients.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ValueTask<AppGroupReply> AskAsync(string app, AppGroupMessage message, CancellationToken cancellationToken = default) =>
        region.AskAsync(app, message, Patience, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppGroupReply> AwaitAsync(
        string app,
        AppGroupMessage message,
        TimeSpan patience,
        CancellationToken cancellationToken = default
    ) => region.AskAsync(app, message, patience, cancellationToken);

    /// <inheritdoc/>
    public void Start(string app) => region.Start(app);

    /// <inheritdoc/>
    public ValueTask StopAsync(string app, CancellationToken cancellationToken = default) => region.StopAsync(app, cancellationToken);
}
