namespace ActorJobs.Server.Facade.Views;

/// <summary>What an import has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Items">The settings, if the document has some, and then each job and workflow in its order.</param>
internal sealed record ImportView(bool DryRun, IReadOnlyList<ImportItemView> Items)
{
    /// <summary>200 if all is right, 207 if one or more parts were refused.</summary>
    public IResult Answer() =>
        FacadeJson.Answer(
            this,
            Items.Any(static item => item.Problem is not null) ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK
        );
}

/// <summary>One part of an import.</summary>
/// <param name="Kind">settings, job or workflow.</param>
/// <param name="Name">Of the job or workflow.</param>
/// <param name="Action">create, replace, or unchanged: then there is no new version.</param>
/// <param name="Version">The version that it has now; left out in a dry run, and of what was not saved.</param>
/// <param name="Changes">For replace: in which fields it differs from what there is.</param>
/// <param name="Problem">Why it cannot be saved.</param>
internal sealed record ImportItemView(
    string Kind,
    string? Name,
    string Action,
    long? Version,
    IReadOnlyList<JsonChange>? Changes,
    RunBatchProblem? Problem
);
