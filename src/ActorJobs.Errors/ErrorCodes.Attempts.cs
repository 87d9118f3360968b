namespace ActorJobs.Errors;

/// <content>Attempts: the types of failures with which a worker ends them.</content>
public static partial class ErrorCodes
{
    /// <summary>The attempt ended because it was asked to.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "The attempt was ended because somebody asked for it, or because it no longer counted. Stands as the type of a failure of a run.",
        NextStep = "Nothing is to be done; the message tells who asked, or why."
    )]
    public const string Stopped = "STOPPED";

    /// <summary>The attempt ran for longer than its job allows.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "The attempt ran for longer than its job allows, and was ended by its worker. Stands as the type of a failure of a run.",
        NextStep = "Look into the log of the run for what took so long; raise `timeouts.run` of the job if it is right."
    )]
    public const string RunTimedOut = "RUN_TIMED_OUT";

    /// <summary>A processor in the worker's process went on after the grace that follows a stop.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "A processor in the worker's process was asked to end, and went on after its grace. The run has ended; the slot stays taken until it returns.",
        NextStep = "Let the processor heed its cancellation token, or run it in a process of its own, which can be killed: `[Processor(\"name\", OwnProcess = true)]`."
    )]
    public const string ProcessorIgnoredStop = "PROCESSOR_IGNORED_STOP";

    /// <summary>The process of its own in which a processor ran has ended without a result.</summary>
    [ErrorSymbol(
        Part.Worker,
        Part.Caller,
        Cause = "The process of its own in which the processor ran has ended without a result: it crashed, was killed, or could not be started.",
        NextStep = "Read the exit code or signal and the last lines of its errors in the message; signal 9 without anybody's doing mostly means that memory ran out."
    )]
    public const string ProcessCrashed = "PROCESS_CRASHED";
}
