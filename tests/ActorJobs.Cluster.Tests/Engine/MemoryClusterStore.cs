namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>The leases of a cluster in memory, by a clock that the test moves.</summary>
internal sealed class MemoryClusterStore(TimeProvider time, ClusterTerms terms)
{
    private readonly Dictionary<string, Row> _nodes = new(StringComparer.Ordinal);
    private ClusterTerms _terms = terms;
    private string? _coordinator;
    private long _coordinatorEpoch;

    public Shard[] Shards { get; private set; } = Free(terms.Shards, 0);

    /// <summary>By how much the store's clock was set forward, or back.</summary>
    public TimeSpan ClockSetBy { get; set; }

    /// <summary>The name of the coordinator.</summary>
    public string? Coordinator => _coordinator;

    public ClusterView View =>
        new(
            _coordinator,
            _coordinatorEpoch,
            [
                .. _nodes
                    .Values.OrderBy(static row => row.Node.Name, StringComparer.Ordinal)
                    .Select(row => new NodeLease(row.Node, Left(row), row.Standing)),
            ],
            [.. Shards]
        )
        {
            At = Now,
        };

    public void Join(ClusterNode node, ClusterTerms terms)
    {
        Shorten();
        if (_nodes.Values.Any(row => row.Node.Name != node.Name && Left(row) > TimeSpan.Zero))
        {
            if (terms.DifferenceTo(_terms) is { } difference)
            {
                throw new JoinRefusedException(JoinRefusal.OtherTerms, difference);
            }
        }
        else if (terms != _terms)
        {
            _terms = terms;
            Shards = Free(terms.Shards, Shards.Max(static shard => shard.Epoch) + 1);
        }

        if (_nodes.TryGetValue(node.Name, out var old) && old.Node.Address != node.Address && Left(old) > TimeSpan.Zero)
        {
            throw new JoinRefusedException(JoinRefusal.NameInUse, $"{old.Node.Address} is a living node of the name {node.Name}.");
        }

        Release(node.Name);
        _nodes[node.Name] = new Row(node) { Until = Now + _terms.Lease };
    }

    public bool Beat(ClusterNode node)
    {
        if (!IsMember(node))
        {
            return _nodes.ContainsKey(node.Name)
                ? throw new JoinRefusedException(JoinRefusal.NameInUse, $"A process that was started later is {node.Name} now.")
                : false;
        }

        _nodes[node.Name].Until = Now + _terms.Lease;
        Shorten();
        return true;
    }

    public bool BecomeCoordinator(ClusterNode node, long epoch)
    {
        if (epoch != _coordinatorEpoch || !IsMember(node) || (_coordinator is { } other && IsLive(other)))
        {
            return false;
        }

        _coordinator = node.Name;
        _coordinatorEpoch++;
        return true;
    }

    public void Allocate(long epoch, IEnumerable<ShardMove> moves)
    {
        foreach (
            var move in moves.Where(move =>
                epoch == _coordinatorEpoch && Shards[move.Shard].Epoch == move.Epoch && _nodes.ContainsKey(move.To)
            )
        )
        {
            if (move.Way == MoveWay.HandOver)
            {
                Shards[move.Shard] = Shards[move.Shard] with { Wanted = move.To };
            }
            else if (Shards[move.Shard].Owner is not { } owner || !IsLive(owner))
            {
                Give(move.Shard, move.To);
            }
        }
    }

    public void HandOver(ClusterNode node, int shard, long epoch)
    {
        if (Shards[shard].Owner == node.Name && Shards[shard].Epoch == epoch && IsMember(node))
        {
            Give(shard, Shards[shard].Wanted is { } wanted && _nodes.ContainsKey(wanted) ? wanted : null);
        }
    }

    public void Leave(ClusterNode node)
    {
        if (IsMember(node))
        {
            Release(node.Name);
            _nodes.Remove(node.Name);
        }
    }

    /// <summary>Makes a node the owner, whatever the leases say.</summary>
    public void Give(int shard, string? node) => Shards[shard] = new Shard(shard, Shards[shard].Epoch + 1, node, node);

    /// <summary>A node whose lease never ends.</summary>
    public void JoinForEver(ClusterNode node)
    {
        Join(node, _terms);
        _nodes[node.Name].LivesForEver = true;
    }

    /// <summary>Takes a node out, as an operator does.</summary>
    public void Remove(string node) => _nodes.Remove(node);

    /// <summary>Whether a node may claim now, as the transaction of a claim looks at it.</summary>
    public bool IsRight(ShardRight right) =>
        IsMember(right.Node)
        && IsLive(right.Node.Name)
        && Shards[right.Shard].Owner == right.Node.Name
        && Shards[right.Shard].Epoch == right.Epoch;

    private static Shard[] Free(int count, long epoch) => [.. Enumerable.Range(0, count).Select(id => new Shard(id, epoch, null, null))];

    private bool IsMember(ClusterNode node) => _nodes.TryGetValue(node.Name, out var row) && row.Node == node;

    private bool IsLive(string name) => _nodes.TryGetValue(name, out var row) && Left(row) > TimeSpan.Zero;

    private DateTimeOffset Now => time.GetUtcNow() + ClockSetBy;

    private TimeSpan Left(Row row) => row.LivesForEver ? _terms.Lease : row.Until - Now;

    /// <summary>Leases that were renewed before the clock was set back have no longer to go than others.</summary>
    private void Shorten()
    {
        foreach (var row in _nodes.Values.Where(row => Left(row) > _terms.Lease))
        {
            row.Until = Now + _terms.Lease;
        }
    }

    private void Release(string node)
    {
        foreach (var shard in Shards.Where(shard => shard.Owner == node).ToList())
        {
            Give(shard.Id, null);
        }

        if (_coordinator == node)
        {
            _coordinator = null;
            _coordinatorEpoch++;
        }
    }

    private sealed class Row(ClusterNode node)
    {
        public ClusterNode Node => node;

        public NodeStanding Standing { get; set; }

        public DateTimeOffset Until { get; set; }

        public bool LivesForEver { get; set; }
    }
}
