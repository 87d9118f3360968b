namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>A database as actors see it on a bad day: commits end later, some roll back, some give no answer and take effect or not, and a claim
/// fences all earlier claims.</summary>
internal sealed class SimulatedStore(TimeProvider time, Random chance, Action<string> trace)
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private long _lastClaim;

    /// <summary>How often bad things happen, per thousand; set to zero for the quiet end of a simulation.</summary>
    public int Trouble { get; set; } = 1000;

    /// <summary>Whether a commit compares the epoch of its claim: the guard that a control takes away.</summary>
    public bool ComparesEpochs { get; set; } = true;

    /// <summary>Writes of a claim that came after those of a newer one. There are none as long as epochs are compared.</summary>
    public List<string> LateWrites { get; } = [];

    /// <summary>Messages whose commit was told to be in doubt.</summary>
    public HashSet<int> Doubtful { get; } = [];

    /// <summary>How commits ended, by the name of the outcome.</summary>
    public Dictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<int> Ledger(string entity) => RowOf(entity).Ledger;

    public bool IsDurable(string entity, int message) => RowOf(entity).Durable.Contains(message);

    /// <summary>Raises the epoch, then reads; takes a while, and fails now and then.</summary>
    /// <param name="entity">Whose.</param>
    /// <param name="refuse">Asked in the transaction; what it gives is thrown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Session> ClaimAsync(string entity, Func<Exception?> refuse, CancellationToken cancellationToken)
    {
        await PauseAsync(20, cancellationToken);
        if (Happens(80))
        {
            throw new TimeoutException("The store did not answer the claim.");
        }

        if (refuse() is { } refusal)
        {
            throw refusal;
        }

        var row = RowOf(entity);
        row.Epoch++;
        var session = new Session(this, row, entity, row.Epoch, ++_lastClaim, row.Ledger.Count);
        trace($"claim {entity} epoch {row.Epoch}");
        await PauseAsync(20, cancellationToken);
        return session;
    }

    private Row RowOf(string entity)
    {
        if (!_rows.TryGetValue(entity, out var row))
        {
            _rows.Add(entity, row = new Row());
        }

        return row;
    }

    private bool Happens(int perThousand) => chance.Next(1000) < perThousand * Trouble / 1000;

    private Task PauseAsync(int mostMilliseconds, CancellationToken cancellationToken = default) =>
        Task.Delay(TimeSpan.FromTicks(chance.NextInt64(1, mostMilliseconds * TimeSpan.TicksPerMillisecond)), time, cancellationToken);

    private sealed class Row
    {
        public long Epoch { get; set; }

        /// <summary>The highest epoch in which it was written.</summary>
        public long WrittenBy { get; set; }

        public List<int> Ledger { get; } = [];

        public HashSet<int> Durable { get; } = [];
    }

    /// <summary>What one life of an actor writes with. Its commits take effect in the order of their calls, and none after one that did not.</summary>
    internal sealed class Session(SimulatedStore store, object row, string entity, long epoch, long number, int count)
    {
        private readonly Row _row = (Row)row;
        private Task _previous = Task.CompletedTask;
        private bool _isBroken;

        public long Number => number;

        /// <summary>How many messages the ledger held at the claim.</summary>
        public int Count => count;

        public ICommit Append(IReadOnlyList<int> messages) => new Append(this, messages);

        public async ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<int> messages)
        {
            var previous = _previous;
            var applied = new TaskCompletionSource();
            _previous = applied.Task;
            await previous;
            await store.PauseAsync(10);
            var outcome = Apply(messages);
            applied.SetResult();
            await store.PauseAsync(30);
            store.Outcomes[outcome.GetType().Name] = store.Outcomes.GetValueOrDefault(outcome.GetType().Name) + 1;
            store.Trace($"commit {entity} epoch {epoch} [{string.Join(' ', messages)}] {outcome.GetType().Name}");
            if (outcome is CommitOutcome.InDoubt)
            {
                store.Doubtful.UnionWith(messages);
            }

            return outcome;
        }

        private CommitOutcome Apply(IReadOnlyList<int> messages)
        {
            if (_row.Epoch != epoch && store.ComparesEpochs)
            {
                return new CommitOutcome.Fenced();
            }

            if (_isBroken)
            {
                return store.Happens(300) ? new CommitOutcome.InDoubt(new IOException("The connection is lost.")) : RolledBack();
            }

            if (store.Happens(60))
            {
                _isBroken = true;
                return RolledBack();
            }

            if (store.Happens(60))
            {
                _isBroken = true;
                ApplyPerhaps(messages);
                return new CommitOutcome.InDoubt(new IOException("The connection was cut before the answer."));
            }

            Write(messages);
            return new CommitOutcome.Committed();
        }

        private void ApplyPerhaps(IReadOnlyList<int> messages)
        {
            switch (store.Pick(3))
            {
                case 0:
                    Write(messages);
                    break;
                case 1:
                    _ = ApplyLateAsync(messages);
                    break;
                default:
                    break;
            }
        }

        /// <summary>The packet is still on its way when its sender has given up.</summary>
        private async Task ApplyLateAsync(IReadOnlyList<int> messages)
        {
            await store.PauseAsync(200);
            if (_row.Epoch == epoch)
            {
                Write(messages);
            }
        }

        private void Write(IReadOnlyList<int> messages)
        {
            if (epoch < _row.WrittenBy)
            {
                store.LateWrites.Add($"{entity} was written in epoch {epoch} after it had been in epoch {_row.WrittenBy}");
            }

            _row.WrittenBy = Math.Max(epoch, _row.WrittenBy);
            _row.Ledger.AddRange(messages);
            _row.Durable.UnionWith(messages);
        }

        private static CommitOutcome.RolledBack RolledBack() => new(new InvalidOperationException("Rolled back."));
    }

    private sealed class Append(Session session, IReadOnlyList<int> messages) : ICommit
    {
        public ValueTask<CommitOutcome> CommitAsync(CancellationToken cancellationToken) => session.CommitAsync(messages);
    }

    private void Trace(string line) => trace(line);

    private int Pick(int count) => chance.Next(count);
}
