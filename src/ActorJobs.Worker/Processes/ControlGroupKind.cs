namespace ActorJobs.Worker.Processes;

/// <summary>The versions of control groups.</summary>
internal enum ControlGroupKind
{
    /// <summary>Version 2, in which a group is killed by one write.</summary>
    Unified,

    /// <summary>Version 1, whose freezer holds a group still while its processes are killed.</summary>
    Freezer,
}
