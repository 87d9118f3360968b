using ActorJobs.Cluster;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A shard: a part of the apps, which moves as one.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="Epoch">Rises with each change of the owner.</param>
/// <param name="Owner">The node that owns it; null if none does just now.</param>
/// <param name="Wanted">The node that is to own it; another than the owner while it is handed over.</param>
/// <param name="IsPinned">Whether an operator has put it where it is wanted.</param>
/// <param name="Apps">The apps in it, by name.</param>
internal sealed record ShardView(int Id, long Epoch, string? Owner, string? Wanted, bool IsPinned, IReadOnlyList<string> Apps)
{
    /// <summary>The view of a shard.</summary>
    public static ShardView Of(Shard shard, IEnumerable<string> apps) =>
        new(shard.Id, shard.Epoch, shard.Owner, shard.Wanted, shard.IsPinned, [.. apps]);
}
