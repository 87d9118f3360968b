namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A guard that a negative control takes away; the check of the simulation has to see that it is missing.</summary>
internal enum Missing
{
    /// <summary>All guards are there.</summary>
    Nothing,

    /// <summary>A run that is inserted again takes the place of the one that was there.</summary>
    OccurrenceKey,

    /// <summary>A worker begins whatever it is given, whoever gives it and however often.</summary>
    WorkersCheck,
}
