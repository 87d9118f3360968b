namespace ActorJobs.Server.Start;

/// <summary>What has to be changed before the server can start. The number is its exit code, so that whoever restarts programs knows when that is of no use.</summary>
public enum StartFailure
{
    /// <summary>The command line or a setting.</summary>
    Settings = 2,

    /// <summary>The machine: a port, a folder, a disk, the clock.</summary>
    Machine = 3,

    /// <summary>The store: its rights, its version, its own settings.</summary>
    Store = 4,
}
