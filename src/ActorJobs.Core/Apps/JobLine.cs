using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>The runs of one job with one priority that wait in one lane, in the order in which they came.</summary>
internal sealed class JobLine(Lane lane, JobLineKey key, long number)
{
    /// <summary>The lane in which it stands.</summary>
    public Lane Lane { get; } = lane;

    /// <summary>Of which job, with which priority.</summary>
    public JobLineKey Key { get; } = key;

    /// <summary>Tells lines of equal priority and turn apart.</summary>
    public long Number { get; } = number;

    /// <summary>When it is its turn among lines of the same priority: every run that is taken from a line moves it behind the others.</summary>
    public long Turn { get; set; }

    /// <summary>Its place in the order of turns: the greater priority first, then the earlier turn.</summary>
    public (int Priority, long Turn, long Number) Rank => (-Key.Priority, Turn, Number);

    /// <summary>Since when its first run is queued, also while a pause held it, and its number among those of that time; a line without runs is in no lane.</summary>
    public (Instant Since, long Number) Age { get; set; }

    /// <summary>How many more of its runs wait until the limit of their key lets them come back.</summary>
    public int Parked { get; set; }

    /// <summary>Its runs.</summary>
    public RunQueue Runs { get; } = new();
}

/// <summary>Names a line within its lane.</summary>
/// <param name="Job">The internal id of the job; 0 for runs without a stored job.</param>
/// <param name="Name">The name of what such runs are of; else empty.</param>
/// <param name="Priority">Of the runs.</param>
internal readonly record struct JobLineKey(long Job, string Name, int Priority);
