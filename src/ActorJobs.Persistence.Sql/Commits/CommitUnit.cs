namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>The commits of one claim that wait at the same time; they become one step of the app's sequence, all or none.</summary>
internal sealed class CommitUnit
{
    private readonly List<PendingCommit> _commits;

    private CommitUnit(PendingCommit first) => _commits = [first];

    public IReadOnlyList<PendingCommit> Commits => _commits;

    public long AppId => First.Claim.AppId;

    public string App => First.Claim.App;

    public long Epoch => First.Claim.Epoch;

    /// <summary>Where the app's sequence must stand for this to be its next step.</summary>
    public long SequenceBefore => First.Sequence - 1;

    /// <summary>Where the app's sequence stands afterwards.</summary>
    public long Sequence => Last.Sequence;

    public long LastToken => Last.LastToken;

    public long LastJobId => Last.LastJobId;

    private Scheduler.Stores.AppCommit First => _commits[0].Commit;

    private Scheduler.Stores.AppCommit Last => _commits[^1].Commit;

    /// <summary>Sorts commits by app, in the order in which they came. One whose app has a newer claim among them is fenced at once. One that does not follow the
    /// commit before it is rolled back at once: that one has failed.</summary>
    public static List<CommitUnit> Group(IReadOnlyCollection<PendingCommit> commits)
    {
        var units = new Dictionary<long, CommitUnit>();
        foreach (var pending in commits)
        {
            var claim = pending.Commit.Claim;
            if (!units.TryGetValue(claim.AppId, out var unit))
            {
                units.Add(claim.AppId, new CommitUnit(pending));
            }
            else if (claim.Epoch > unit.Epoch)
            {
                unit.Complete(new UnitOutcome.Fenced());
                units[claim.AppId] = new CommitUnit(pending);
            }
            else if (claim.Epoch < unit.Epoch)
            {
                pending.Complete(new UnitOutcome.Fenced());
            }
            else if (pending.Commit.Sequence == unit.Sequence + 1)
            {
                unit._commits.Add(pending);
            }
            else
            {
                pending.Complete(UnitOutcome.OutOfSequence(claim.App, pending.Commit.Sequence, unit.Sequence));
            }
        }
        return [.. units.Values];
    }

    /// <summary>Each commit by itself.</summary>
    public IEnumerable<CommitUnit> Split() => _commits.Select(static commit => new CommitUnit(commit));

    /// <summary>The writes, merged as far as their order allows; nearly always one phase.</summary>
    public List<CommitPhase> Phases()
    {
        var phases = new List<CommitPhase>();
        foreach (var write in _commits.SelectMany(static pending => pending.Commit.Writes))
        {
            if (phases.Count == 0 || !phases[^1].TryAdd(write))
            {
                var phase = new CommitPhase(AppId);
                phase.TryAdd(write);
                phases.Add(phase);
            }
        }
        return phases;
    }

    public void Complete(UnitOutcome outcome)
    {
        foreach (var commit in _commits)
        {
            commit.Complete(outcome);
        }
    }
}
