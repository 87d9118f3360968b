using ActorJobs.Core.Jobs;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>A job in an app group's memory. Mutable; the app group is its one owner.</summary>
internal sealed class JobEntry(long id, long version, JobDefinition definition)
{
    /// <summary>Internal id, never used again in the app.</summary>
    public long Id { get; } = id;

    /// <summary>Of the definition in force.</summary>
    public long Version { get; set; } = version;

    /// <summary>The definition in force.</summary>
    public JobDefinition Definition { get; set; } = definition;

    /// <summary>How its runs are treated: by its definition, and what its app has set for all jobs.</summary>
    public RunPolicy Policy { get; set; } = RunPolicy.Default;

    /// <summary>Which channels are told of its runs: by its definition, and what its app has set for all jobs.</summary>
    public NotifyPolicy Notify { get; set; } = NotifyPolicy.None;

    /// <summary>How many of its runs are at workers.</summary>
    public int AtWorkers { get; set; }

    /// <summary>How many of them there are for each key; null before the first.</summary>
    public Dictionary<string, int>? KeysAtWorkers { get; set; }

    /// <summary>When runs of it were given to workers; null if it has no rate limit.</summary>
    public RateWindow? Rate { get; set; }

    /// <summary>The limit that holds its runs; none if they may go on.</summary>
    public WaitReason HeldBy { get; set; }

    /// <summary>For a workflow: its params as JSON text, which its instances need in memory; null for a job that workers run.</summary>
    public string? Params { get; set; }

    /// <summary>Whether its stored definition could not be read, and the one here is empty.</summary>
    public bool IsSetAside { get; set; }

    /// <summary>That it is paused; null if it is not.</summary>
    public Pause? Pause { get; set; }

    /// <summary>Its schedules, in the definition's order.</summary>
    public List<ScheduleEntry> Schedules { get; } = [];

    /// <summary>Its open runs that are due, in the order in which they became so.</summary>
    public RunQueue DueRuns { get; } = new();

    /// <summary>Its runs whose time has not come yet.</summary>
    public RunQueue DelayedRuns { get; } = new();

    /// <summary>Those of the due ones that wait until the overlap policy lets them start, oldest first.</summary>
    public RunQueue HeldBack { get; } = new();

    /// <summary>All its open runs.</summary>
    public IEnumerable<RunId> OpenRuns => DueRuns.InOrder.Concat(DelayedRuns.InOrder);
}
