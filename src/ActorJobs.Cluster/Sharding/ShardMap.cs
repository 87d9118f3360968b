using System.Text;

namespace ActorJobs.Cluster;

/// <summary>To which shard an entity belongs: the same on every node and for ever, as long as the number of shards is the same.</summary>
internal static class ShardMap
{
    /// <summary>The shard of an entity's id.</summary>
    /// <param name="id">The id; entities of different types with the same id share a shard.</param>
    /// <param name="shards">How many there are.</param>
    public static int ShardOf(string id, int shards)
    {
        // FNV-1a, 32 bit (draft-eastlake-fnv): string.GetHashCode differs from process to process.
        const uint offset = 2166136261;
        const uint prime = 16777619;
        var hash = offset;
        foreach (var value in Encoding.UTF8.GetBytes(id))
        {
            hash = unchecked((hash ^ value) * prime);
        }

        return (int)(hash % (uint)shards);
    }
}
