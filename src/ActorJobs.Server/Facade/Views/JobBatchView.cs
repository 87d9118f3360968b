using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Views;

/// <summary>What a request that changes many jobs has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Count">How many jobs the filter takes.</param>
/// <param name="Items">One for each of them, by name.</param>
internal sealed record JobBatchView(bool DryRun, int Count, IReadOnlyList<JobBatchItemView> Items)
{
    /// <summary>200 if all is done, 207 if one or more were refused.</summary>
    public IResult Answer() =>
        FacadeJson.Answer(
            this,
            Items.Any(static item => item.Problem is not null) ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK
        );
}

/// <summary>One job of many.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that it has now; left out in a dry run, and if it is deleted.</param>
/// <param name="Status">The HTTP status that the change would have had by itself; left out in a dry run.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record JobBatchItemView(string Name, long? Version, int? Status, RunBatchProblem? Problem)
{
    /// <summary>A change that was refused.</summary>
    public static JobBatchItemView Of(string name, RefusalException refusal) =>
        new(name, null, ProblemStatus.Of(refusal.Code), new RunBatchProblem(refusal.Code, refusal.Message, refusal.Field));
}
