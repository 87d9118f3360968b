namespace ActorJobs.Cluster;

/// <summary>Which node is to own which shard: evenly, and with as few moves as that takes.</summary>
internal static class Allocation
{
    /// <summary>What is to be moved.</summary>
    /// <param name="view">The cluster.</param>
    /// <param name="isDead">Whether a node may be judged dead.</param>
    public static IReadOnlyList<ShardMove> Plan(ClusterView view, Predicate<NodeLease> isDead)
    {
        var living = view.Nodes.Where(node => !isDead(node)).ToDictionary(node => node.Node.Name, StringComparer.Ordinal);
        var takers = living
            .Values.Where(static node => node is { IsLive: true, Standing: NodeStanding.Member })
            .Select(node => node.Node.Name);
        var plan = takers.ToDictionary(static taker => taker, static _ => new Holding(), StringComparer.Ordinal);
        if (plan.Count == 0)
        {
            return [];
        }

        // A shard stays where it is or is already going; what has no such place goes to whoever has the fewest.
        var homeless = new List<Shard>();
        foreach (var shard in view.Shards)
        {
            if (HomeOf(shard, plan, living) is { } home)
            {
                home.Add(shard);
            }
            else if (shard.Owner is not { } owner || !living.TryGetValue(owner, out var lease) || lease.Standing == NodeStanding.Leaving)
            {
                homeless.Add(shard);
            }
        }

        homeless.ForEach(shard => Least(plan).Add(shard with { IsPinned = false }));
        while (Most(plan) is { } most && most.Count - Least(plan).Count > 1)
        {
            Least(plan).Add(most.Movable.Pop());
        }

        return
        [
            .. plan.SelectMany(node => node.Value.All.Select(shard => MoveOf(shard, node.Key, living)).OfType<ShardMove>())
                .OrderBy(move => move.Shard),
        ];
    }

    private static Holding? HomeOf(Shard shard, Dictionary<string, Holding> plan, Dictionary<string, NodeLease> living)
    {
        if (shard.Owner is not { } owner || !living.ContainsKey(owner))
        {
            return null;
        }

        return shard.Wanted is { } wanted && plan.TryGetValue(wanted, out var going) ? going : plan.GetValueOrDefault(owner);
    }

    private static ShardMove? MoveOf(Shard shard, string to, Dictionary<string, NodeLease> living)
    {
        var ownerLives = shard.Owner is { } owner && living.ContainsKey(owner);
        if (!ownerLives)
        {
            return new ShardMove(shard.Id, shard.Epoch, to, MoveWay.TakeOver);
        }

        return string.Equals(shard.Wanted, to, StringComparison.Ordinal)
            ? null
            : new ShardMove(shard.Id, shard.Epoch, to, MoveWay.HandOver);
    }

    private static Holding Least(Dictionary<string, Holding> plan) =>
        plan.OrderBy(static node => node.Value.Count).ThenBy(static node => node.Key, StringComparer.Ordinal).First().Value;

    /// <summary>Of those that have something to give.</summary>
    private static Holding? Most(Dictionary<string, Holding> plan) =>
        plan.Where(static node => node.Value.Movable.Count > 0)
            .OrderByDescending(static node => node.Value.Count)
            .ThenBy(static node => node.Key, StringComparer.Ordinal)
            .Select(static node => node.Value)
            .FirstOrDefault();

    /// <summary>The shards of one node.</summary>
    private sealed class Holding
    {
        private readonly List<Shard> _pinned = [];

        public Stack<Shard> Movable { get; } = [];

        public int Count => Movable.Count + _pinned.Count;

        public IEnumerable<Shard> All => Movable.Concat(_pinned);

        public void Add(Shard shard)
        {
            if (shard.IsPinned)
            {
                _pinned.Add(shard);
            }
            else
            {
                Movable.Push(shard);
            }
        }
    }
}
