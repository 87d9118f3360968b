using ActorJobs.Core.Jobs;

namespace ActorJobs.Core.Workers;

/// <summary>What a run needs of the worker that takes it. Runs with equal needs wait in one line.</summary>
/// <param name="Processor">The name of the processor that the worker must offer.</param>
/// <param name="Target">What else is asked of it.</param>
/// <param name="Bond">To which worker the run is drawn, or from which it is kept away.</param>
/// <param name="Spread">If the runs of the job may be with some workers only at a time: the internal id of the job; else 0.</param>
public readonly record struct RunNeed(string Processor, WorkerTarget Target, Bond Bond, long Spread);

/// <summary>What ties a run to one worker, or keeps it away from one.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Text">The key of a sticky run; else the id of a worker; empty without a bond.</param>
public readonly record struct Bond(BondKind Kind, string Text)
{
    /// <summary>Nothing of that kind.</summary>
    public static Bond None { get; } = new(BondKind.None, "");
}

/// <summary>The kinds of <see cref="Bond"/>.</summary>
public enum BondKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>To the worker that its key falls to, among those that are online.</summary>
    Key,

    /// <summary>To the worker that had the attempt before, as long as it is online.</summary>
    SameWorker,

    /// <summary>Away from the worker that had the attempt before, as long as another is online.</summary>
    OtherWorker,
}
