using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade;

/// <summary>Many jobs, or workflows, are changed by one request, each by itself.</summary>
internal static class JobBatchEndpoints
{
    /// <summary>How many may be changed by one request.</summary>
    private const int Most = 10_000;

    private const int PageSize = 1000;

    /// <summary>So many changes are asked for at once: the owner takes what has come into one commit.</summary>
    private const int AtOnce = 16;

    /// <summary>Maps <c>:enable</c>, <c>:disable</c>, <c>:pause</c>, <c>:resume</c> and <c>:delete</c> of many.</summary>
    public static void MapJobBatches(this IEndpointRouteBuilder api, JobRoutes routes)
    {
        Map(JobBatchAction.Enable, Role.Operator, "Switches the schedules of the {0}s on that a filter takes");
        Map(JobBatchAction.Disable, Role.Operator, "Switches the schedules of the {0}s off that a filter takes");
        Map(JobBatchAction.Pause, Role.Operator, "Pauses the {0}s that a filter takes");
        Map(JobBatchAction.Resume, Role.Operator, "Lets the paused {0}s go on that a filter takes");
        Map(JobBatchAction.Delete, Role.Developer, "Deletes the {0}s that a filter takes");

        void Map(JobBatchAction action, Role role, string text)
        {
            var word = $"{action}".ToLowerInvariant();
            var schema = action is JobBatchAction.Pause or JobBatchAction.Delete ? $"{action}" : "Switch";
            api.MapPost(
                    $"{routes.All}:{word}",
                    (
                        JobPath path,
                        HttpRequest request,
                        IStoreQueries queries,
                        StoreLookup lookup,
                        AppGroups groups,
                        CancellationToken cancellationToken
                    ) => ChangeAsync(path, action, request, queries, lookup, groups, cancellationToken)
                )
                .Describes(
                    $"{word}{routes.Noun}s",
                    $"{text.Replace("{0}", routes.Word, StringComparison.Ordinal)}; only tells which, unless dryRun is false."
                )
                .Needs(role)
                .Takes($"{schema}{routes.Noun}sRequest", JobBatchBody.Example)
                .Answers<JobBatchView>()
                .Answers<JobBatchView>(StatusCodes.Status207MultiStatus)
                .Refuses(ErrorCodes.QueryTooWide);
        }
    }

    private static async Task<IResult> ChangeAsync(
        JobPath path,
        JobBatchAction action,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var body = await JobBatchBody.ReadAsync(request, path.Kind, action, cancellationToken);
        await lookup.AppAsync(path.App, cancellationToken);
        var names = await FindAsync(path.App, body.Filter, queries, cancellationToken);
        if (body.IsDryRun)
        {
            return new JobBatchView(
                true,
                names.Count,
                [.. names.Select(static name => new JobBatchItemView(name, null, null, null))]
            ).Answer();
        }

        var items = new JobBatchItemView[names.Count];
        var origin = RequestOrigin.Of(request);
        await Parallel.ForEachAsync(
            names.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (named, token) =>
            {
                var message = Message(path with { Name = named.Item }, action, body, origin);
                items[named.Index] = await ChangeAsync(path.App, named.Item, message, groups, token);
            }
        );
        return new JobBatchView(false, items.Length, items).Answer();
    }

    private static async ValueTask<List<string>> FindAsync(
        string app,
        JobFilter filter,
        IStoreQueries queries,
        CancellationToken cancellationToken
    )
    {
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var (jobs, next) = await filter.ListAsync(queries, app, cursor, PageSize, cancellationToken);
            names.AddRange(jobs.Select(static job => job.Name));
            cursor = next;
        } while (cursor is not null && names.Count < Most);

        return cursor is null
            ? names
            : throw new RefusalException(
                ErrorCodes.QueryTooWide,
                $"The filter takes more than {Most} {filter.Kind.Word()}s, which is the most that one request changes. Narrow it by prefix.",
                "prefix"
            );
    }

    private static async ValueTask<JobBatchItemView> ChangeAsync(
        string app,
        string name,
        AppGroupMessage message,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var reply = await groups.AskAsync(app, message, cancellationToken);
            return reply.JobSaved is { } saved
                ? new JobBatchItemView(name, saved.Version, StatusCodes.Status200OK, null)
                : new JobBatchItemView(name, null, StatusCodes.Status204NoContent, null);
        }
        catch (RefusalException refusal)
        {
            return JobBatchItemView.Of(name, refusal);
        }
    }

    private static AppGroupMessage Message(JobPath path, JobBatchAction action, JobBatchBody body, string origin)
    {
        var isWorkflow = path.Kind == JobKind.Workflow;
        switch (action)
        {
            case JobBatchAction.Pause:
                var pause = new PauseJob
                {
                    Name = path.Name,
                    IsWorkflow = isWorkflow,
                    By = origin,
                    Note = body.Note ?? "",
                };
                if (body.Until is { } until)
                {
                    pause.Until = until.ToUnixTimeMilliseconds();
                }

                return new AppGroupMessage { PauseJob = pause };
            case JobBatchAction.Resume:
                return new AppGroupMessage
                {
                    ResumeJob = new ResumeJob { Name = path.Name, IsWorkflow = isWorkflow },
                };
            case JobBatchAction.Delete:
                return new AppGroupMessage
                {
                    DeleteJob = new DeleteJob
                    {
                        Name = path.Name,
                        IsWorkflow = isWorkflow,
                        Cascade = body.IsCascade,
                    },
                };
            default:
                return new AppGroupMessage
                {
                    EnableJob = new EnableJob
                    {
                        Name = path.Name,
                        IsWorkflow = isWorkflow,
                        Enabled = action == JobBatchAction.Enable,
                    },
                };
        }
    }
}
