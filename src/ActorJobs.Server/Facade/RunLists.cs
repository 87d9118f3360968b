using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Reads pages of runs. A page that is empty because a name is mistaken is an error, with what may have been meant.</summary>
internal sealed class RunLists(IStoreQueries queries, StoreLookup lookup, AppGroups groups)
{
    /// <summary>One page.</summary>
    /// <exception cref="RefusalException">There is no such app, job or worker, or the list takes too long to find.</exception>
    public ValueTask<Page<RunDetails>> PageAsync(string app, RunFilter filter, CancellationToken cancellationToken = default) =>
        PageAsync(app, filter, RunDetails.InList, cancellationToken);

    /// <summary>One page, of items that are shown in their own way.</summary>
    /// <exception cref="RefusalException">There is no such app, job or worker, or the list takes too long to find.</exception>
    public async ValueTask<Page<T>> PageAsync<T>(
        string app,
        RunFilter filter,
        Func<RunRecord, T> view,
        CancellationToken cancellationToken = default
    )
    {
        var runs = await ListAsync(app, filter, cancellationToken);
        if (runs.Count == 0 && filter.Before is null)
        {
            await RefuseUnknownNamesAsync(app, filter, cancellationToken);
        }

        return Page<T>.Of(runs, filter.Limit, view, run => RunCursor.Of(app, filter, run.Run.Id));
    }

    private async ValueTask<IReadOnlyList<RunRecord>> ListAsync(string app, RunFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return await queries.ListRunsAsync(app, filter, cancellationToken);
        }
        catch (QueryTooWideException tooWide)
        {
            throw new RefusalException(
                ErrorCodes.QueryTooWide,
                $"The store searches at most {tooWide.Bound.TotalSeconds:0.#} s for one page, and that was not enough for this list. "
                    + "Give from and to, or a shorter range.",
                "from"
            );
        }
    }

    private async ValueTask RefuseUnknownNamesAsync(string app, RunFilter filter, CancellationToken cancellationToken)
    {
        await lookup.AppAsync(app, cancellationToken);
        if (
            filter.Job is { } job
            && (await queries.ListRunsAsync(app, new RunFilter(job, [], null, null, null, 1), cancellationToken)).Count == 0
        )
        {
            // A job that is gone may have left runs; one that has none and is not there is a name that was mistaken. Runs of workflows are instances.
            var isWorkflow = filter.OnlyInstances || await queries.FindJobAsync(app, job, cancellationToken) is { IsWorkflow: true };
            await lookup.JobAsync(new JobPath(app, isWorkflow ? JobKind.Workflow : JobKind.Job, job), cancellationToken);
        }

        if (filter.Worker is { } worker)
        {
            var known = (await groups.DescribeAsync(app, cancellationToken)).Workers.Select(other => other.Id).ToList();
            if (!known.Contains(worker, StringComparer.Ordinal))
            {
                throw new RefusalException(
                    ErrorCodes.WorkerNotFound,
                    $"No such run was at worker {worker}, and app {app} does not know it.{NearMatches.Hint(worker, known)}",
                    "worker",
                    NearMatches.Of(worker, known)
                );
            }
        }
    }
}
