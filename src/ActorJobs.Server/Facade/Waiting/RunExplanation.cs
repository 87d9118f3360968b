using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade.Waiting;

/// <summary>Explains runs: how they stand, in the store and with the owner of their app, and what comes next.</summary>
internal sealed class RunExplanation(StoreLookup lookup, IStoreQueries queries, RunDescription description, AppGroups groups)
{
    /// <summary>Why a run is where it is.</summary>
    /// <exception cref="RefusalException">There is no such run.</exception>
    public async ValueTask<RunWhyView> ExplainAsync(string app, string run, CancellationToken cancellationToken = default)
    {
        var shown = await description.ShowAsync(app, run, cancellationToken);
        var record = await lookup.RunAsync(app, run, cancellationToken);
        var history = await queries.FindHistoryAsync(app, record.Run.Id, cancellationToken);
        var attempts = AttemptsView.Of(record, history).Items;
        var owner = await DescribeOwnerAsync(app, cancellationToken);
        var reasons = shown.State.IsEnd() ? null : await AskReasonsAsync(app, shown, cancellationToken);
        var worker = owner?.Workers.FirstOrDefault(known => known.Id == shown.Worker?.Id);
        return new RunWhyView(
            shown.Id,
            app,
            shown.Job,
            shown.State,
            RunWords.Since(shown),
            reasons is { Code.Length: > 0 } ? Enum.Parse<WaitReason>(reasons.Code) : shown.WaitReason,
            RunWords.Why(shown, attempts, reasons),
            RunWords.Next(shown, reasons),
            shown.Due,
            reasons is { EndsAt: > 0 } ? Instant.FromUnixTimeMilliseconds(reasons.EndsAt) : null,
            reasons is { HasAhead: true } ? new QueuePlaceView(reasons.Ahead, reasons.Rivals) : null,
            [.. (reasons?.Candidates ?? []).Select(static one => new CandidateView(one.Worker, one.Code, one.Text))],
            RunningOf(reasons?.Attempt),
            owner is null ? null : new RunOwnerView(owner.Node, owner.Epoch),
            worker is null ? null : WorkerView.Of(worker),
            attempts
        );
    }

    private static RunningView? RunningOf(Protocol.AttemptView? attempt) =>
        attempt is null
            ? null
            : new RunningView(
                attempt.Worker,
                attempt.WorkerState,
                Duration.FromMilliseconds(attempt.SilentFor),
                attempt.Pid,
                attempt.Host,
                attempt.LastOutput > 0 ? Instant.FromUnixTimeMilliseconds(attempt.LastOutput) : null,
                attempt.HasProgress ? attempt.Progress : null,
                attempt.Details.Length > 0 ? attempt.Details : null
            );

    /// <summary>What the owner decides by; null if it cannot be asked, or the run has moved on since it was looked at.</summary>
    private async Task<RunReasons?> AskReasonsAsync(string app, RunDetails shown, CancellationToken cancellationToken)
    {
        try
        {
            var explain = new AppGroupMessage { ExplainRun = new ExplainRun { Run = shown.Id.ToString() } };
            var reasons = (await groups.AskAsync(app, explain, cancellationToken)).Reasons;
            return reasons.Run.State == shown.State.ToString() ? reasons : null;
        }
        catch (RefusalException refusal)
            when (refusal.Code == ErrorCodes.RunNotOpen || ProblemStatus.Of(refusal.Code) == StatusCodes.Status503ServiceUnavailable)
        {
            return null;
        }
    }

    /// <summary>That the owner cannot be asked just now is part of the explanation.</summary>
    private async Task<AppDescription?> DescribeOwnerAsync(string app, CancellationToken cancellationToken)
    {
        try
        {
            return await groups.DescribeAsync(app, cancellationToken);
        }
        catch (RefusalException refusal) when (ProblemStatus.Of(refusal.Code) == StatusCodes.Status503ServiceUnavailable)
        {
            return null;
        }
    }
}
