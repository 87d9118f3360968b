using System.CommandLine;
using System.Text.Json;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;

namespace ActorJobs.Cli.Palettes;

/// <summary>The nodes of the cluster.</summary>
internal static class ClusterPalette
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("cluster", "The nodes of the cluster.") { Show(), Status(), Leave(), Down(), DownUnreachable(), Tail() };

    private static SessionCommand Show() =>
        new(
            "show",
            "Lists the nodes.",
            async (session, cancellationToken) =>
            {
                var nodes = await session.Client.Cluster.ListNodesAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["node", "address", "standing", "live", "lease", "shards", "apps", "coordinator", "here"],
                    [
                        .. nodes.Items.Select(node =>
                            (string[])
                                [
                                    node.Name,
                                    node.Address,
                                    node.Standing,
                                    node.IsLive ? "yes" : "no",
                                    node.LeaseLeft is { } left ? Plain.Span(left) : "",
                                    Plain.Number(node.Shards),
                                    Plain.Number(node.Apps),
                                    Plain.Mark(node.IsCoordinator),
                                    Plain.Mark(node.IsHere),
                                ]
                        ),
                    ]
                );
            }
        );

    private static SessionCommand Status() =>
        new(
            "status",
            "Tells in a few lines how the cluster is.",
            async (session, cancellationToken) =>
            {
                var nodes = await session.Client.Cluster.ListNodesAsync(cancellationToken);
                var dead = nodes.Items.Where(node => !node.IsLive).Select(node => node.Name).ToList();
                var leaving = nodes.Items.Where(node => node.IsLive && node.Standing == "leaving").Select(node => node.Name).ToList();
                await session.Screen.ItemAsync(
                    nodes.Coordinator ?? "",
                    ("engine", nodes.Engine),
                    ("coordinator", nodes.Coordinator is { } node ? $"{node}, epoch {nodes.CoordinatorEpoch}" : "none just now"),
                    ("nodes", $"{nodes.Items.Count - dead.Count} live of {nodes.Items.Count}"),
                    ("not live", string.Join(", ", dead)),
                    ("leaving", string.Join(", ", leaving)),
                    ("shards", $"{nodes.Items.Sum(one => one.Shards)} owned"),
                    ("apps", $"{nodes.Items.Sum(one => one.Apps)} in them")
                );
            }
        );

    private static SessionCommand Leave()
    {
        var node = Arguments.Node();
        return new SessionCommand(
            "leave",
            "Lets a node hand over all that it owns, and leave.",
            async (session, cancellationToken) =>
            {
                await session.Client.Cluster.LeaveNodeAsync(session.Get(node), cancellationToken);
                await session.Screen.DoneAsync(session.Get(node), $"Node {session.Get(node)} hands over what it owns, and leaves.");
            }
        )
        {
            node,
        };
    }

    private static SessionCommand Down()
    {
        var node = Arguments.Node();
        return new SessionCommand(
            "down",
            "Takes a node that is dead out of the cluster; refused for one that lives.",
            async (session, cancellationToken) =>
            {
                await session.Client.Cluster.DownNodeAsync(session.Get(node), cancellationToken);
                await session.Screen.DoneAsync(session.Get(node), $"Node {session.Get(node)} is out of the cluster.");
            }
        )
        {
            node,
        };
    }

    private static SessionCommand DownUnreachable() =>
        new(
            "down-unreachable",
            "Takes every node that is dead out of the cluster.",
            async (session, cancellationToken) =>
            {
                var nodes = await session.Client.Cluster.DownUnreachableNodesAsync(cancellationToken);
                await session.Screen.DoneAsync(
                    string.Join('\n', nodes),
                    nodes.Count == 0 ? "Every node lives." : $"Out of the cluster: {string.Join(", ", nodes)}."
                );
            }
        );

    private static SessionCommand Tail() =>
        new(
            "tail",
            "Tells what changes in the cluster, until Ctrl-C.",
            async (session, cancellationToken) =>
            {
                var before = await LookAsync(session, cancellationToken);
                await TellAsync(session, $"{before.Nodes.Count} nodes, {before.Shards.Count} shards", cancellationToken);
                while (true)
                {
                    await Task.Delay(LookEvery, session.Surroundings.Time, cancellationToken);
                    var now = await LookAsync(session, cancellationToken);
                    foreach (var change in now.ChangesSince(before))
                    {
                        await TellAsync(session, change, cancellationToken);
                    }

                    before = now;
                }
            }
        );

    private static async Task<ClusterLook> LookAsync(Session session, CancellationToken cancellationToken)
    {
        var nodes = await session.Client.Cluster.ListNodesAsync(cancellationToken);
        var shards = await session.Client.Cluster.ListShardsAsync(cancellationToken).ToListAsync(cancellationToken);
        session.ForgetAnswers();
        return ClusterLook.Of(nodes, shards);
    }

    private static Task TellAsync(Session session, string change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var at = session.Surroundings.Time.GetUtcNow();
        return session.Screen.LineAsync(
            session.Screen.IsJson
                ? JsonSerializer.Serialize(new { at, change }, JsonSerializerOptions.Web)
                : Plain.Line($"{Plain.At(at)} {change}")
        );
    }
}
