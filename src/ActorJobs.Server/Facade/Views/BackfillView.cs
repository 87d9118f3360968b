using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>What a request for runs of a past period has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Count">How many fire times the period has.</param>
/// <param name="Items">One for each of the first of them, up to the most that was asked for.</param>
internal sealed record BackfillView(bool DryRun, long Count, IReadOnlyList<BackfillItemView> Items)
{
    /// <summary>200 if all is done, 207 if one or more were refused.</summary>
    public IResult Answer() =>
        FacadeJson.Answer(
            this,
            Items.Any(static item => item.Problem is not null) ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK
        );
}

/// <summary>A fire time of a past period, and its run.</summary>
/// <param name="Schedule">The schedule that fires then.</param>
/// <param name="Planned">The fire time.</param>
/// <param name="Id">The run; left out in a dry run.</param>
/// <param name="State">Its state now.</param>
/// <param name="Problem">Why there is no run.</param>
internal sealed record BackfillItemView(string Schedule, Instant Planned, string? Id, string? State, RunBatchProblem? Problem);
