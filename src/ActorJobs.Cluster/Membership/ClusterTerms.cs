namespace ActorJobs.Cluster;

/// <summary>What all nodes of a cluster must have alike. A node that differs does not join.</summary>
/// <param name="Shards">Into how many shards the entities are divided; from 1 to 10 000.</param>
/// <param name="Lease">How long a node's lease lasts after each renewal; from 1 s to 5 min.</param>
/// <param name="Protocol">The version of what nodes say to each other.</param>
public sealed record ClusterTerms(int Shards, TimeSpan Lease, int Protocol)
{
    /// <summary>In what these terms differ from those of a cluster, in words that name the setting; null if they do not.</summary>
    public string? DifferenceTo(ClusterTerms cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return Shards != cluster.Shards ? Text("actorjobs.cluster.shards", $"{Shards}", $"{cluster.Shards}")
            : Lease != cluster.Lease ? Text("actorjobs.cluster.lease", $"{Lease.TotalSeconds} s", $"{cluster.Lease.TotalSeconds} s")
            : Protocol != cluster.Protocol ? Text("The version of the node protocol", $"{Protocol}", $"{cluster.Protocol}")
            : null;
    }

    private static string Text(string what, string here, string there) =>
        $"{what} is {here} here and {there} in the cluster; it has to be the same on all nodes. Change it here, or stop all other nodes first.";
}
