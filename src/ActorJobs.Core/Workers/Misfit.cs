namespace ActorJobs.Core.Workers;

/// <summary>Why a worker does not take a run now. The first that holds, in this order, is the one that is told.</summary>
public enum Misfit
{
    /// <summary>It does.</summary>
    None,

    /// <summary>It has not yet answered what it holds.</summary>
    Connecting,

    /// <summary>It was not heard for a while.</summary>
    Suspect,

    /// <summary>It is gone.</summary>
    Offline,

    /// <summary>It wants no new runs.</summary>
    Draining,

    /// <summary>It does not offer the processor.</summary>
    Processor,

    /// <summary>The job names other workers.</summary>
    Name,

    /// <summary>It lacks a label that the job asks for.</summary>
    Label,

    /// <summary>It lacks a runtime that the job asks for.</summary>
    Runtime,

    /// <summary>It does not tell how busy its machine is, and the job asks for that.</summary>
    UnknownLoad,

    /// <summary>Too few processors of its machine are idle.</summary>
    Cpu,

    /// <summary>Too little memory of its machine is free.</summary>
    Memory,

    /// <summary>Too little disk of its machine is free.</summary>
    Disk,

    /// <summary>The run is bound to another worker, or kept away from this one.</summary>
    Bond,

    /// <summary>The job's runs are with as many other workers as they may be.</summary>
    Spread,

    /// <summary>All its slots are in use.</summary>
    NoFreeSlot,

    /// <summary>It refused a run a moment ago.</summary>
    Resting,
}
