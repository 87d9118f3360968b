namespace ActorJobs.Worker.Processes;

/// <summary>A process, told apart from a later one with the same id by when it was started.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Started">Its start, in ticks of the kernel since the machine's.</param>
internal readonly record struct ProcessIdentity(int Pid, long Started);
