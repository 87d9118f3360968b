using System.CommandLine;
using System.Globalization;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Clusters;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>Which node owns which apps.</summary>
internal static class ShardingPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() => new("sharding", "Which node owns which apps.") { Regions(), Shards(), Move(), Rebalance() };

    private static SessionCommand Regions() =>
        new(
            "regions",
            "Lists what each node owns.",
            async (session, cancellationToken) =>
            {
                var nodes = await session.Client.Cluster.ListNodesAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["node", "live", "shards", "apps"],
                    [
                        .. nodes.Items.Select(node =>
                            (string[])[node.Name, node.IsLive ? "yes" : "no", Plain.Number(node.Shards), Plain.Number(node.Apps)]
                        ),
                    ]
                );
            }
        );

    private static SessionCommand Shards() =>
        new(
            "shards",
            "Lists the shards, and who owns them.",
            async (session, cancellationToken) =>
            {
                var shards = await ListAsync(session, cancellationToken);
                await session.Screen.ListAsync(
                    ["shard", "owner", "wanted", "epoch", "pinned", "apps"],
                    [
                        .. shards.Select(shard =>
                            (string[])
                                [
                                    Plain.Number(shard.Id),
                                    shard.Owner ?? "nobody",
                                    shard.Wanted ?? "",
                                    Plain.Number(shard.Epoch),
                                    Plain.Mark(shard.IsPinned),
                                    string.Join(",", shard.Apps),
                                ]
                        ),
                    ]
                );
            }
        );

    private static SessionCommand Move()
    {
        var what = new Argument<string>("SHARD-or-APP") { Description = "The number of a shard, or an app that is in it." };
        var node = Arguments.Node();
        return new SessionCommand(
            "move",
            "Moves a shard to a node, where it stays.",
            async (session, cancellationToken) =>
            {
                var shard = await ShardAsync(session, session.Get(what), cancellationToken);
                await session.Client.Cluster.MoveShardAsync(shard, session.Get(node), cancellationToken);
                await session.Screen.DoneAsync(Plain.Number(shard), $"Shard {shard} moves to node {session.Get(node)}, and stays there.");
            }
        )
        {
            what,
            node,
        };
    }

    private static SessionCommand Rebalance() =>
        new(
            "rebalance",
            "Spreads the shards over the nodes anew, also those that were moved by hand.",
            async (session, cancellationToken) =>
            {
                await session.Client.Cluster.RebalanceShardsAsync(cancellationToken);
                await session.Screen.DoneAsync("", "The shards are spread anew.");
            }
        );

    private static async Task<int> ShardAsync(Session session, string text, CancellationToken cancellationToken)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var shards = await ListAsync(session, cancellationToken);
        session.ForgetAnswers();
        var apps = shards.SelectMany(shard => shard.Apps).ToList();
        return shards.FirstOrDefault(shard => shard.Apps.Contains(text, StringComparer.Ordinal)) is { } found
            ? found.Id
            : throw CliException.Usage($"Found '{text}'; expected the number of a shard, or an app.{NearMatches.Hint(text, apps)}");
    }

    private static ValueTask<List<ClusterShard>> ListAsync(Session session, CancellationToken cancellationToken) =>
        session.Client.Cluster.ListShardsAsync(cancellationToken).ToListAsync(cancellationToken);
}
