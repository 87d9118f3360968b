namespace ActorJobs.Server.Facade.Views;

/// <summary>The nodes of a cluster, as the node that is asked saw them last.</summary>
/// <param name="Engine"><c>cluster</c>, or <c>local</c> for a server that is alone.</param>
/// <param name="Coordinator">The node that allocates shards; null if none does just now.</param>
/// <param name="CoordinatorEpoch">Rises with each change of the coordinator.</param>
/// <param name="Items">By name.</param>
internal sealed record NodesView(string Engine, string? Coordinator, long CoordinatorEpoch, IReadOnlyList<NodeView> Items);
