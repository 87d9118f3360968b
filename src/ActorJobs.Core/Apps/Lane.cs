using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <summary>The runs that need the same of a worker: if it takes one of them, it could take any. Lines that may not go on now, because a limit of their job is
/// reached, are left out of the order until they may.</summary>
internal sealed class Lane(RunNeed need)
{
    private readonly SortedSet<JobLine> _byTurn = new(Comparer<JobLine>.Create(static (left, right) => left.Rank.CompareTo(right.Rank)));
    private readonly SortedSet<JobLine> _byAge = new(Comparer<JobLine>.Create(static (left, right) => left.Age.CompareTo(right.Age)));

    /// <summary>All lines with runs, also those that may not go on now.</summary>
    public Dictionary<JobLineKey, JobLine> Lines { get; } = [];

    /// <summary>What the runs need.</summary>
    public RunNeed Need { get; } = need;

    /// <summary>The line whose turn it is; null if none may go on now.</summary>
    public JobLine? Next => _byTurn.Min;

    /// <summary>The line whose first run has waited longest, of those that may go on now.</summary>
    public JobLine? Oldest => _byAge.Min;

    /// <summary>The line takes part, with its present turn and age.</summary>
    public void Enter(JobLine line)
    {
        _byTurn.Add(line);
        _byAge.Add(line);
    }

    /// <summary>The line takes no part; turn and age can be changed then.</summary>
    public void Leave(JobLine line)
    {
        _byTurn.Remove(line);
        _byAge.Remove(line);
    }
}
