using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>The attempts of a run.</summary>
/// <param name="Items">In their order.</param>
/// <param name="StaleReports">Reports that came too late, and changed nothing.</param>
internal sealed record AttemptsView(IReadOnlyList<AttemptView> Items, IReadOnlyList<StaleReportView> StaleReports)
{
    /// <summary>The listed attempts and, unless it is among them, the current or last one, which is in the run's row.</summary>
    public static AttemptsView Of(RunRecord record, RunHistory history)
    {
        var run = record.Run;
        var attempts = history.Attempts.Select(AttemptView.Of).ToList();
        if (run.Attempt > 0 && attempts.TrueForAll(attempt => attempt.Token != run.Token))
        {
            attempts.Add(AttemptView.OfRow(run, record.Failure));
        }

        return new AttemptsView(attempts, [.. history.StaleReports.Select(StaleReportView.Of)]);
    }
}

/// <summary>An attempt.</summary>
/// <param name="Attempt">1, 2, …</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="Worker">Who held it.</param>
/// <param name="DispatchedAt">When it was given to the worker.</param>
/// <param name="StartedAt">When the worker was known to have it.</param>
/// <param name="EndedAt">When it ended; null while it is under way.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it ended so, in words.</param>
internal sealed record AttemptView(
    int Attempt,
    long Token,
    WorkerRef? Worker,
    Instant? DispatchedAt,
    Instant? StartedAt,
    Instant? EndedAt,
    AttemptOutcome? Outcome,
    string? Reason
)
{
    /// <summary>An attempt that is listed by itself.</summary>
    public static AttemptView Of(AttemptEnded ended) =>
        new(
            ended.Attempt,
            ended.Token,
            ended.Worker,
            ended.DispatchedAt,
            ended.StartedAt,
            ended.EndedAt,
            ended.Outcome,
            ended.Reason.Length == 0 ? null : ended.Reason
        );

    /// <summary>The attempt that stands in the row of its run.</summary>
    public static AttemptView OfRow(Run run, Failure? failure) =>
        new(
            run.Attempt,
            run.Token,
            run.Worker,
            run.DispatchedAt,
            run.StartedAt,
            run.EndedAt,
            OutcomeOf(run.State),
            failure is null ? null : $"{failure.Type}: {failure.Message}"
        );

    // Every other way in which an attempt ends is listed by itself.
    private static AttemptOutcome? OutcomeOf(RunState state) =>
        state switch
        {
            RunState.Succeeded => AttemptOutcome.Succeeded,
            RunState.Failed => AttemptOutcome.Failed,
            _ => null,
        };
}

/// <summary>A report that changed nothing.</summary>
internal sealed record StaleReportView(int Attempt, long Token, WorkerRef Worker, Instant At, AttemptOutcome Outcome)
{
    /// <summary>As recorded.</summary>
    public static StaleReportView Of(StaleReported report) => new(report.Attempt, report.Token, report.Worker, report.At, report.Outcome);
}
