using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Submission;

namespace ActorJobs.Server.Facade.Views;

/// <summary>What became of the items of a batch, in their order.</summary>
/// <param name="Items">One for each item of the request.</param>
internal sealed record RunBatchView(IReadOnlyList<RunBatchItemView> Items)
{
    /// <summary>200 if every item is a run now, 207 if one or more were refused.</summary>
    /// <param name="batch">What was asked for.</param>
    /// <param name="submitted">What became of those items that are right, in their order.</param>
    public static IResult Answer(RunBatchBody batch, IReadOnlyList<SubmissionResult> submitted)
    {
        var items = new RunBatchItemView[batch.Items.Count];
        var (next, refused) = (0, 0);
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = batch.Items[index].Errors is [var first, ..]
                ? RunBatchItemView.Of(first)
                : RunBatchItemView.Of(submitted[next++]);
            refused += items[index].Problem is null ? 0 : 1;
        }

        return FacadeJson.Answer(new RunBatchView(items), refused == 0 ? StatusCodes.Status200OK : StatusCodes.Status207MultiStatus);
    }
}

/// <summary>What became of one item: a run, or a problem.</summary>
/// <param name="Status">The HTTP status that the item would have had by itself.</param>
/// <param name="Id">The run.</param>
/// <param name="State">Its state after the commit.</param>
/// <param name="Problem">Why there is no run.</param>
internal sealed record RunBatchItemView(int Status, string? Id, string? State, RunBatchProblem? Problem)
{
    /// <summary>An item that is wrong in itself.</summary>
    public static RunBatchItemView Of(FieldError error) => Of(new RunBatchProblem(error.Code, error.Message, error.Field));

    /// <summary>An item that was submitted.</summary>
    public static RunBatchItemView Of(SubmissionResult submitted) =>
        submitted switch
        {
            SubmissionResult.Made made => new RunBatchItemView(StatusCodes.Status201Created, made.Id, made.State, null),
            SubmissionResult.Repeated repeated => new RunBatchItemView(StatusCodes.Status200OK, repeated.Id, repeated.State, null),
            SubmissionResult.Refused { Why: var why } => Of(new RunBatchProblem(why.Code, why.Message, why.Field)),
            _ => throw new InvalidOperationException($"{submitted.GetType().Name} has no view."),
        };

    private static RunBatchItemView Of(RunBatchProblem problem) => new(ProblemStatus.Of(problem.Code), null, null, problem);
}

/// <summary>Why an item of a batch was refused.</summary>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Detail">What was found, what was expected, what to do.</param>
/// <param name="Field">Which field is meant.</param>
internal sealed record RunBatchProblem(string Code, string Detail, string? Field);
