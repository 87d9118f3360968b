namespace ActorJobs.Worker.Processors;

/// <summary>What becomes of an attempt whose processor has not ended when the grace after a stop is over.</summary>
internal enum HardEnd
{
    /// <summary>Code in the worker's process cannot be ended from outside: it is given up, and keeps its slot until it returns.</summary>
    GivenUp,

    /// <summary>The processor runs in the worker's process, and kills the processes that it started when it is told that the grace is over.</summary>
    KillsWhatItStarted,

    /// <summary>The attempt runs in a process of its own, which is killed with all that it started.</summary>
    OwnProcess,
}
