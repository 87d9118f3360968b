using System.Globalization;
using ActorJobs.Cluster;
using ActorJobs.Core.Access;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>The nodes of the cluster, what each owns, and what operators do about it.</summary>
internal static class ClusterEndpoints
{
    /// <summary>Maps <c>/cluster</c>.</summary>
    public static void MapCluster(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cluster/nodes", ListNodesAsync)
            .Describes("listNodes", "The nodes of the cluster, and how much each owns.")
            .Needs(Role.Viewer)
            .Answers<NodesView>()
            .Refuses(ErrorCodes.StoreUnavailable);
        api.MapGet("/cluster/shards", ListShardsAsync)
            .Describes("listShards", "The shards, which are the parts of the apps that move between nodes, and who owns each.")
            .Needs(Role.Viewer)
            .Answers<Page<ShardView>>()
            .Refuses(ErrorCodes.StoreUnavailable);
        api.MapPost("/cluster/nodes/{node}:leave", LeaveAsync)
            .Describes("leaveNode", "Asks a node to hand over all that it has, and to end. Its workers go to other nodes.")
            .Needs(Role.Admin)
            .AnswersNothing(StatusCodes.Status202Accepted)
            .Refuses(ErrorCodes.NotACluster, ErrorCodes.StoreUnavailable);
        api.MapPost("/cluster/nodes/{node}:down", DownAsync)
            .Describes("downNode", "Takes a node out that does not renew its lease any more.")
            .Needs(Role.Admin)
            .AnswersNothing(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.NotACluster, ErrorCodes.NodeLives, ErrorCodes.StoreUnavailable);
        api.MapPost("/cluster/nodes:down-unreachable", DownUnreachableAsync)
            .Describes("downUnreachableNodes", "Takes all nodes out that do not renew their leases any more.")
            .Needs(Role.Admin)
            .Answers<NodeNames>()
            .Refuses(ErrorCodes.NotACluster, ErrorCodes.StoreUnavailable);
        api.MapPost("/cluster/shards/{shard}:move", MoveAsync)
            .Describes("moveShard", "Has a shard handed over to a node, where it stays until that goes or the shards are made even again.")
            .Needs(Role.Admin)
            .Takes("MoveRequest", MoveBody.Example)
            .AnswersNothing(StatusCodes.Status202Accepted)
            .Refuses(ErrorCodes.NotACluster, ErrorCodes.NodeNotFound, ErrorCodes.ShardNotMovable, ErrorCodes.StoreUnavailable);
        api.MapPost("/cluster/shards:rebalance", RebalanceAsync)
            .Describes("rebalanceShards", "Makes the shards even again, also those that were moved by hand.")
            .Needs(Role.Operator)
            .AnswersNothing(StatusCodes.Status202Accepted)
            .Refuses(ErrorCodes.NotACluster, ErrorCodes.StoreUnavailable);
    }

    private static async Task<IResult> ListNodesAsync(IClusterInfo cluster, IAppDirectory directory, CancellationToken cancellationToken)
    {
        var view = cluster.View;
        var apps = await AppsAsync(cluster, directory, cancellationToken);
        var nodes = view.Nodes.Select(lease =>
        {
            var name = lease.Node.Name;
            var owned = view.Shards.Where(shard => shard.Owner == name).ToList();
            return new NodeView(
                name,
                lease.Node.Address.ToString(),
                lease.Node.Incarnation.ToString(),
                lease.Standing == NodeStanding.Leaving ? "leaving" : "member",
                lease.IsLive,
                cluster.Operations is null ? null : Duration.FromMilliseconds(Math.Max(0, (long)lease.Left.TotalMilliseconds)),
                owned.Count,
                owned.Sum(shard => apps[shard.Id].Count()),
                view.Coordinator == name,
                cluster.Node == name
            );
        });
        return FacadeJson.Answer(new NodesView(cluster.Engine, view.Coordinator, view.CoordinatorEpoch, [.. nodes]));
    }

    private static async Task<IResult> ListShardsAsync(IClusterInfo cluster, IAppDirectory directory, CancellationToken cancellationToken)
    {
        var apps = await AppsAsync(cluster, directory, cancellationToken);
        return FacadeJson.Answer(new Page<ShardView>([.. cluster.View.Shards.Select(shard => ShardView.Of(shard, apps[shard.Id]))], null));
    }

    private static async Task<IResult> LeaveAsync(
        string node,
        HttpRequest request,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    )
    {
        var operations = await ExpectAsync(request, cluster, cancellationToken);
        return await operations.AskToLeaveAsync(node, cancellationToken) ? Results.Accepted() : throw NoNode(node, cluster, "node");
    }

    private static async Task<IResult> DownAsync(
        string node,
        HttpRequest request,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    )
    {
        var operations = await ExpectAsync(request, cluster, cancellationToken);
        if (await operations.RemoveDeadAsync(node, cancellationToken) is [_])
        {
            return Results.NoContent();
        }

        throw cluster.View.Find(node) is null
            ? NoNode(node, cluster, "node")
            : new RefusalException(
                ErrorCodes.NodeLives,
                $"Node {node} renews its lease. Ask it to leave, or stop its process and wait for the end of its lease.",
                "node"
            );
    }

    private static async Task<IResult> DownUnreachableAsync(HttpRequest request, IClusterInfo cluster, CancellationToken cancellationToken)
    {
        var operations = await ExpectAsync(request, cluster, cancellationToken);
        return FacadeJson.Answer(new NodeNames(await operations.RemoveDeadAsync(null, cancellationToken)));
    }

    private static async Task<IResult> MoveAsync(
        string shard,
        HttpRequest request,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    )
    {
        var body = await MoveBody.ReadAsync(request, cancellationToken);
        var operations = Operations(cluster);
        var shards = cluster.View.Shards.Count;
        if (!int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id >= shards)
        {
            throw new RefusalException(ErrorCodes.ShardNotFound, $"Found '{shard}'; expected a number from 0 to {shards - 1}.", "shard");
        }

        if (await operations.MoveAsync(id, body.To, cancellationToken))
        {
            return Results.Accepted();
        }

        throw cluster.View.Find(body.To) is null
            ? NoNode(body.To, cluster, "to")
            : new RefusalException(
                ErrorCodes.ShardNotMovable,
                $"Shard {id} cannot go to {body.To}: that node is gone or is leaving, or the shard has no owner just now.",
                "to"
            );
    }

    private static async Task<IResult> RebalanceAsync(HttpRequest request, IClusterInfo cluster, CancellationToken cancellationToken)
    {
        var operations = await ExpectAsync(request, cluster, cancellationToken);
        await operations.RebalanceAsync(cancellationToken);
        return Results.Accepted();
    }

    private static async ValueTask<IClusterOperations> ExpectAsync(
        HttpRequest request,
        IClusterInfo cluster,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        return Operations(cluster);
    }

    private static IClusterOperations Operations(IClusterInfo cluster) =>
        cluster.Operations
        ?? throw new RefusalException(
            ErrorCodes.NotACluster,
            $"Server {cluster.Node} is no node of a cluster: it owns everything, and has nobody to give it to."
        );

    private static RefusalException NoNode(string node, IClusterInfo cluster, string field)
    {
        var names = cluster.View.Nodes.Select(lease => lease.Node.Name).ToList();
        return new RefusalException(
            ErrorCodes.NodeNotFound,
            $"The cluster has no node {node}.{NearMatches.Hint(node, names)}",
            field,
            NearMatches.Of(node, names)
        );
    }

    private static async ValueTask<ILookup<int, string>> AppsAsync(
        IClusterInfo cluster,
        IAppDirectory directory,
        CancellationToken cancellationToken
    ) => (await directory.NamesAsync(cancellationToken)).ToLookup(cluster.ShardOf);
}
