using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Lists of runs: of an app, of a job, and of those that are instances of workflows.</summary>
internal static class RunListEndpoints
{
    private const string Job = "job";
    private const string State = "state";
    private const string From = "from";
    private const string To = "to";
    private const string Workflow = "workflow";
    private const string Worker = "worker";
    private const string Trigger = "trigger";

    /// <summary>What no index helps with is looked for run by run, in a range of time that is not longer than this.</summary>
    private static readonly Duration Widest = Duration.FromDays(31);

    /// <summary>Maps the lists.</summary>
    public static void MapRunLists(this IEndpointRouteBuilder api)
    {
        string[] common = [State, From, To, Worker, Trigger, QueryReader.LimitName, QueryReader.CursorName];
        api.MapGet("/apps/{app}/runs", ListAsync)
            .WithMetadata(new QueryNames([Job, .. common]))
            .Describes("listRuns", "The runs of an app, the newest planned time first.")
            .Needs(Role.Viewer)
            .Answers<Page<RunDetails>>()
            .Refuses(
                ErrorCodes.InvalidTime,
                ErrorCodes.EndsBeforeStart,
                ErrorCodes.QueryTooWide,
                ErrorCodes.JobNotFound,
                ErrorCodes.WorkerNotFound
            );
        api.MapGet("/apps/{app}/jobs/{job:noAction}/runs", ListOfJobAsync)
            .WithMetadata(new QueryNames(common))
            .Describes("listRunsOfJob", "The runs of a job, the newest planned time first.")
            .Needs(Role.Viewer)
            .Answers<Page<RunDetails>>()
            .Refuses(ErrorCodes.InvalidTime, ErrorCodes.EndsBeforeStart, ErrorCodes.QueryTooWide, ErrorCodes.WorkerNotFound);
        api.MapGet("/apps/{app}/workflow-instances", ListInstancesAsync)
            .WithMetadata(new QueryNames(Workflow, State, From, To, QueryReader.LimitName, QueryReader.CursorName))
            .Describes("listInstances", "The workflow instances of an app, the newest planned time first.")
            .Needs(Role.Viewer)
            .Answers<Page<InstanceView>>()
            .Refuses(ErrorCodes.InvalidTime, ErrorCodes.EndsBeforeStart, ErrorCodes.QueryTooWide, ErrorCodes.WorkflowNotFound);
    }

    private static async Task<IResult> ListAsync(
        string app,
        HttpRequest request,
        RunLists lists,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        return FacadeJson.Answer(await lists.PageAsync(app, Read(query, app, query.Name(Job), clock.Moment.Now), cancellationToken));
    }

    private static async Task<IResult> ListOfJobAsync(
        string app,
        string job,
        HttpRequest request,
        RunLists lists,
        StoreLookup lookup,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var filter = Read(new QueryReader(request), app, job, clock.Moment.Now);
        await lookup.RefuseOtherKindAsync(new JobPath(app, JobKind.Job, job), cancellationToken);
        return FacadeJson.Answer(await lists.PageAsync(app, filter, cancellationToken));
    }

    private static async Task<IResult> ListInstancesAsync(
        string app,
        HttpRequest request,
        RunLists lists,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var filter = Read(query, app, query.Name(Workflow), clock.Moment.Now, Scope.Instances);
        var page = await lists.PageAsync(app, filter, InstanceView.InList, cancellationToken);
        return FacadeJson.Answer(page);
    }

    private static RunFilter Read(QueryReader query, string app, string? job, Instant now, Scope scope = Scope.AllRuns)
    {
        var filter = new RunFilter(job, query.Choices<RunState>(State), query.Instant(From), query.Instant(To), null, query.Limit())
        {
            OnlyInstances = scope == Scope.Instances,
            Worker = query.Name(Worker),
            Triggers = query.Choices<TriggerKind>(Trigger, JsonNamingPolicy.CamelCase),
        };
        if (filter.To <= filter.From)
        {
            query.Refuse(
                To,
                ErrorCodes.EndsBeforeStart,
                $"Found to {InstantText.Format(filter.To.Value)}, which is not after from {InstantText.Format(filter.From.Value)}; "
                    + "expected an end after the start."
            );
        }
        else if ((filter.Worker is not null || filter.Triggers.Count > 0) && !(filter.From >= (filter.To ?? now) - Widest))
        {
            query.Refuse(
                From,
                ErrorCodes.QueryTooWide,
                $"A list by worker or trigger looks at every run that was planned between from and to; expected at most {Widest.Days} days between them, "
                    + $"such as from={InstantText.Format((filter.To ?? now) - Duration.FromDays(1))}."
            );
        }

        var before = query.RunCursor(app, filter);
        query.ThrowIfWrong();
        return filter with { Before = before };
    }

    private enum Scope
    {
        AllRuns,
        Instances,
    }
}
