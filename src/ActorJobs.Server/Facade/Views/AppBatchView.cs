using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Views;

/// <summary>What a request that changes all apps has done.</summary>
/// <param name="Items">One for each app, by name.</param>
internal sealed record AppBatchView(IReadOnlyList<AppBatchItemView> Items)
{
    /// <summary>200 if all is done, 207 if one or more were refused.</summary>
    public IResult Answer() =>
        FacadeJson.Answer(
            this,
            Items.Any(static item => item.Problem is not null) ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK
        );
}

/// <summary>One app of all.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">The HTTP status that the change would have had by itself.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record AppBatchItemView(string Name, int Status, RunBatchProblem? Problem)
{
    /// <summary>A change that was refused.</summary>
    public static AppBatchItemView Of(string name, RefusalException refusal) =>
        new(name, ProblemStatus.Of(refusal.Code), new RunBatchProblem(refusal.Code, refusal.Message, refusal.Field));
}
