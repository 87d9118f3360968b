namespace ActorJobs.Core.Jobs;

/// <summary>Which of the workers that may take a run gets it.</summary>
public enum WorkerStrategy
{
    /// <summary>The one with the smallest part of its slots in use.</summary>
    LeastLoaded,

    /// <summary>Any, by chance.</summary>
    Random,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one whose machine has the most free processors and memory.</summary>
    Healthiest,

    /// <summary>Runs with the same key always the same one, as long as it is online; they wait for it.</summary>
    Sticky,
}
