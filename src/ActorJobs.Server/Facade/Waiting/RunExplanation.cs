using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Views;

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
        var attempts = AttemptsView.Of(record.Run, history).Items;
        var owner = await DescribeOwnerAsync(app, cancellationToken);
        var worker = owner?.Workers.FirstOrDefault(known => known.Id == shown.Worker?.Id);
        return new RunWhyView(
            shown.Id,
            app,
            shown.Job,
            shown.State,
            RunWords.Since(shown),
            shown.WaitReason,
            RunWords.Why(shown, attempts),
            RunWords.Next(shown),
            shown.Due,
            owner is null ? null : new RunOwnerView(owner.Node, owner.Epoch),
            worker is null ? null : WorkerView.Of(worker),
            attempts
        );
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
