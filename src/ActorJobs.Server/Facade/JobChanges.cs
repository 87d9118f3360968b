using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;

namespace ActorJobs.Server.Facade;

/// <summary>Asks owners to change jobs, and tells whoever built on another version which one there is.</summary>
internal sealed class JobChanges(AppGroups groups, IStoreQueries queries)
{
    /// <summary>Asks the owner of an app for a change of one of its jobs.</summary>
    /// <param name="path">The job before the change.</param>
    /// <param name="message">The change.</param>
    /// <param name="demanded">What the header If-Match demands.</param>
    /// <param name="answer">Makes the answer once it is done.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RefusalException">It was refused for another reason than the version of the job.</exception>
    public ValueTask<IResult> AskAsync(
        JobPath path,
        AppGroupMessage message,
        JobTag? demanded,
        Func<AppGroupReply, IResult> answer,
        CancellationToken cancellationToken = default
    ) => AskAsync(path, message, demanded, reply => ValueTask.FromResult(answer(reply)), cancellationToken);

    /// <summary>As the other one, with an answer that looks into the store: that has the change, as an owner replies after its commit.</summary>
    /// <param name="path">The job before the change.</param>
    /// <param name="message">The change.</param>
    /// <param name="demanded">What the header If-Match demands.</param>
    /// <param name="answer">Makes the answer once it is done.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RefusalException">It was refused for another reason than the version of the job.</exception>
    public async ValueTask<IResult> AskAsync(
        JobPath path,
        AppGroupMessage message,
        JobTag? demanded,
        Func<AppGroupReply, ValueTask<IResult>> answer,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await answer(await groups.AskAsync(path.App, message, cancellationToken));
        }
        catch (RefusalException refusal) when (refusal.Code == ErrorCodes.VersionConflict)
        {
            return await StaleAsync(path, refusal, demanded is not null, cancellationToken);
        }
    }

    /// <summary>The answer to a change that builds on another version of a job than there is.</summary>
    /// <param name="path">The job.</param>
    /// <param name="refusal">What to say.</param>
    /// <param name="byHeader">Whether a header made the condition.</param>
    /// <param name="cancellationToken">Ends the look at the job.</param>
    public async ValueTask<ProblemAnswer> StaleAsync(
        JobPath path,
        RefusalException refusal,
        bool byHeader,
        CancellationToken cancellationToken = default
    )
    {
        var current = await queries.FindJobAsync(path.App, path.Name, cancellationToken);
        return ProblemAnswer.Of(refusal) with
        {
            Status = byHeader ? StatusCodes.Status412PreconditionFailed : null,
            ETag = current is null ? null : JobTag.Of(current).ToString(),
        };
    }
}
