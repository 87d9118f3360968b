using ActorJobs.Worker.Attempts;

namespace ActorJobs.Worker.Logs;

/// <summary>Opens the logs of attempts, whose lines all go the same way.</summary>
internal sealed class RunLogs(RunLogLimits limits, ILogOutbox outbox, TimeProvider time)
{
    /// <summary>Opens the log of an attempt that is about to start.</summary>
    public RunLog Open(AttemptKey attempt) => new(attempt, limits, outbox, time);
}
