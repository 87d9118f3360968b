namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>Plans over many random clusters.</summary>
public class AllocationTests
{
    [Fact]
    public void Plan_CarriedOut_IsEvenAndHasNothingLeftToDo()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var view = Random(seed);
            var after = CarryOut(view, Allocation.Plan(view, IsOver));
            Allocation.Plan(after, IsOver).ShouldBeEmpty($"seed {seed}");
            var takers = Takers(after);
            var counts = takers.Select(taker => after.Shards.Count(shard => shard.Owner == taker)).ToList();
            if (takers.Count > 0)
            {
                counts.Sum().ShouldBe(view.Shards.Count, $"seed {seed}");
                (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Plan_OfAnEvenClusterThatLosesANode_MovesThatNodesShardsOnly()
    {
        var view = Even(["a", "b", "c", "d"], 40);
        var dead = view with { Nodes = [.. view.Nodes.Select(node => node.Node.Name == "c" ? node with { Left = TimeSpan.Zero } : node)] };
        var plan = Allocation.Plan(dead, IsOver);
        plan.ShouldAllBe(move => move.Way == MoveWay.TakeOver);
        plan.Select(move => move.Shard).ShouldBe(view.Shards.Where(shard => shard.Owner == "c").Select(shard => shard.Id));
    }

    [Fact]
    public void Plan_OfAnEvenClusterThatGainsANode_MovesAsFewAsItTakes()
    {
        var view = Even(["a", "b", "c"], 40);
        var more = view with { Nodes = [.. view.Nodes, Lease("d")] };
        Allocation.Plan(more, IsOver).Count.ShouldBe(10);
    }

    [Fact]
    public void Plan_WhileNobodyMayBeJudgedDead_TakesNothingFromANodeWhoseLeaseIsOver()
    {
        var view = Even(["a", "b"], 10);
        var away = view with { Nodes = [.. view.Nodes.Select(node => node.Node.Name == "b" ? node with { Left = TimeSpan.Zero } : node)] };
        Allocation.Plan(away, static _ => false).ShouldBeEmpty();
    }

    [Fact]
    public void Plan_OfALeavingNode_HandsItsShardsOver()
    {
        var view = Even(["a", "b"], 10);
        var leaving = view with { Nodes = [view.Nodes[0], view.Nodes[1] with { Standing = NodeStanding.Leaving }] };
        Allocation
            .Plan(leaving, IsOver)
            .ShouldBe(
                view.Shards.Where(shard => shard.Owner == "b").Select(shard => new ShardMove(shard.Id, shard.Epoch, "a", MoveWay.HandOver))
            );
    }

    [Fact]
    public void Plan_WithShardsThatAnOperatorHasMoved_LeavesThemAndEvensTheOthers()
    {
        var view = Even(["a", "b"], 10);
        var moved = view with
        {
            Shards =
            [
                .. view.Shards.Select(shard => shard.Id is 1 or 3 ? shard with { Owner = "a", Wanted = "a", IsPinned = true } : shard),
            ],
        };

        var plan = Allocation.Plan(moved, IsOver);

        plan.Count.ShouldBe(2);
        plan.ShouldAllBe(move => move.To == "b" && move.Shard != 1 && move.Shard != 3);
    }

    private static bool IsOver(NodeLease lease) => !lease.IsLive;

    private static NodeLease Lease(string name) => new(TestCluster.Node(name), TimeSpan.FromSeconds(1), NodeStanding.Member);

    private static List<string> Takers(ClusterView view) =>
        [.. view.Nodes.Where(node => node is { IsLive: true, Standing: NodeStanding.Member }).Select(node => node.Node.Name)];

    private static ClusterView Even(string[] names, int shards) =>
        new(
            names[0],
            1,
            [.. names.Select(Lease)],
            [.. Enumerable.Range(0, shards).Select(id => new Shard(id, 1, names[id % names.Length], names[id % names.Length]))]
        );

    private static ClusterView Random(int seed)
    {
        var chance = new Random(seed);
        string[] names = ["a", "b", "c", "d", "e"];
        var nodes = names
            .Where(_ => chance.Next(4) > 0)
            .Select(name =>
                Lease(name) with
                {
                    Left = TimeSpan.FromSeconds(chance.Next(3)),
                    Standing = chance.Next(5) == 0 ? NodeStanding.Leaving : NodeStanding.Member,
                }
            );
        var shards = Enumerable
            .Range(0, chance.Next(1, 60))
            .Select(id =>
            {
                var owner = chance.Next(6) is var index && index < 5 ? names[index] : null;
                return new Shard(id, chance.Next(5), owner, chance.Next(4) == 0 ? names[chance.Next(5)] : owner);
            });
        return new ClusterView("a", 1, [.. nodes], [.. shards]);
    }

    private static ClusterView CarryOut(ClusterView view, IReadOnlyList<ShardMove> moves)
    {
        var shards = view.Shards.ToList();
        foreach (var move in moves)
        {
            shards[move.Shard] = shards[move.Shard] with { Wanted = move.To };
        }

        // Owners that live hand over; the others are taken from.
        return view with
        {
            Shards = [.. shards.Select(static shard => shard with { Owner = shard.Wanted, Epoch = shard.Epoch + 1 })],
        };
    }
}
