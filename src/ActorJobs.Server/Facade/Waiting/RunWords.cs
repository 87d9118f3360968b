using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade.Waiting;

/// <summary>Says in words how a run stands.</summary>
internal static class RunWords
{
    /// <summary>Since when it is in its state.</summary>
    public static Instant Since(RunDetails run) =>
        run.State switch
        {
            RunState.Queued => run.QueuedAt,
            RunState.Dispatched => run.DispatchedAt,
            RunState.Running => run.StartedAt ?? run.DispatchedAt,
            RunState.Stopping => run.Stop?.At,
            _ => run.EndedAt,
        } ?? run.CreatedAt;

    /// <summary>Why it is in its state; of the run of a node also whose it is.</summary>
    public static string Why(RunDetails run, IReadOnlyList<Views.AttemptView> attempts, RunReasons? reasons)
    {
        var why =
            IsInstance(run) ? WhyInstance(run)
            : reasons is { Summary.Length: > 0 } ? reasons.Summary
            : WhyRun(run, attempts);
        return run.Trigger is { Instance: { } instance, Node: { } node, Pass: { } pass }
            ? $"{why}; it is pass {pass} of node {node} of workflow instance {instance}"
            : why;
    }

    private static bool IsInstance(RunDetails run) => run.Processor == ProcessorReference.Workflow;

    private static string WordOf(RunDetails run) => (IsInstance(run) ? JobKind.Workflow : JobKind.Job).Word();

    private static string WhyInstance(RunDetails run) =>
        run.State switch
        {
            RunState.Scheduled => run.Wait ?? $"due at {run.Due}",
            RunState.Queued => run.Wait ?? "it is about to begin",
            RunState.Dispatched or RunState.Running => run.Wait ?? "its nodes are under way",
            RunState.Stopping => $"the runs of its nodes were told to stop: {run.Stop?.Reason}",
            RunState.Succeeded => "its nodes have ended, and none has failed that must not",
            RunState.Failed when run.Failure is { } failure => $"{failure.Type}: {failure.Message}",
            RunState.Skipped or RunState.Missed => run.Omitted?.Reason ?? "its fire times were left out",
            _ => run.Stop?.Reason ?? run.Failure?.Message ?? $"it ended as {run.State}",
        };

    private static string WhyRun(RunDetails run, IReadOnlyList<Views.AttemptView> attempts)
    {
        var last = attempts is [.., var latest] ? latest.Reason : null;
        return run.State switch
        {
            RunState.Scheduled => run.Wait ?? $"due at {run.Due}",
            RunState.Queued => run.Wait ?? "it is about to be given to a worker",
            RunState.Dispatched when run.StartedAt is null =>
                $"it was sent to worker {run.Worker?.Id}, which has not yet said that it has it",
            RunState.Dispatched or RunState.Running => $"worker {run.Worker?.Id} has it",
            RunState.Stopping => $"worker {run.Worker?.Id} was told to stop it: {run.Stop?.Reason}",
            RunState.Succeeded => "the processor succeeded",
            RunState.Failed => run.Failure is { } failure
                ? $"the processor failed: {failure.Type}: {failure.Message}"
                : "the processor failed",
            RunState.Skipped or RunState.Missed => run.Omitted?.Reason ?? last ?? "its fire times were left out",
            _ => run.Stop?.Reason ?? last ?? run.Failure?.Message ?? $"it ended as {run.State}",
        };
    }

    /// <summary>What ends its state; null if that is final.</summary>
    public static string? Next(RunDetails run, RunReasons? reasons) =>
        run.State switch
        {
            _ when reasons is { EndsBy.Length: > 0 } && !IsInstance(run) => reasons.EndsBy,
            RunState.Scheduled when run.WaitReason == WaitReason.Paused => $"its due time, and the resumption of {WordOf(run)} {run.Job}",
            RunState.Scheduled when IsInstance(run) => "at its due time its first nodes begin",
            RunState.Queued when run.WaitReason == WaitReason.Paused => $"the resumption of {WordOf(run)} {run.Job}",
            RunState.Queued when run.WaitReason == WaitReason.Overlap && IsInstance(run) =>
                $"the end of the earlier instance of workflow {run.Job}",
            RunState.Queued when IsInstance(run) => "its first nodes begin",
            RunState.Dispatched or RunState.Running when IsInstance(run) => "the ends of its nodes, after which others begin, or it ends",
            RunState.Stopping when IsInstance(run) => "the ends of the runs of its nodes",
            RunState.Scheduled => "at its due time it is given to a worker that offers its processor and has a free slot",
            RunState.Queued when run.WaitReason == WaitReason.Overlap => $"the end of the earlier run of job {run.Job}",
            RunState.Queued when run.WaitReason == WaitReason.NoFreeSlot =>
                $"the end of a run at a worker that offers processor {run.Processor.Name}, or another such worker",
            RunState.Queued => $"a connected worker that offers processor {run.Processor.Name} and has a free slot",
            RunState.Dispatched or RunState.Running when run.Delivery == Delivery.AtMostOnce =>
                "the report of its end by the worker; if the worker is lost, the run ends as WorkerLost, since it may run at most once",
            RunState.Dispatched or RunState.Running =>
                "the report of its end by the worker; if the worker is lost, another one gets the run",
            RunState.Stopping => "the report of the worker that it has ended, or the loss of the worker",
            _ => null,
        };
}
