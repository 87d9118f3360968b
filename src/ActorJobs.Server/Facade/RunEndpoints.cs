using ActorJobs.Core.Errors;
using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Runs: submitted, shown, cancelled. Their list is in <see cref="RunListEndpoints"/>.</summary>
internal static class RunEndpoints
{
    private const string Run = "/apps/{app}/runs/{run:noAction}";

    /// <summary>Maps <c>/apps/{app}/runs</c> and <c>/apps/{app}/jobs/{job}/runs</c>.</summary>
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapRunLists();
        api.MapPost("/apps/{app}/jobs/{job:noAction}/runs", SubmitAsync);
        api.MapGet(Run, ShowAsync);
        api.MapGet(Run + "/attempts", ShowAttemptsAsync);
        api.MapPost("/apps/{app}/runs/{run}:cancel", CancelAsync);
    }

    private static async Task<IResult> SubmitAsync(
        string app,
        string job,
        HttpRequest request,
        AppGroups groups,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var body = await RunBody.ReadAsync(request, clock.Moment.Now, cancellationToken);
        var submit = new SubmitRun
        {
            Job = job,
            Id = RunIdentity.OfRequest(app, Guid.NewGuid().ToString(), body.Planned).ToString(),
            At = body.Planned.ToUnixTimeMilliseconds(),
            Origin = OriginOf(request),
        };
        if (body.Params is { } parameters)
        {
            submit.Params = parameters;
        }

        var reply = await groups.AskAsync(app, new AppGroupMessage { SubmitRun = submit }, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"/api/v1/apps/{app}/runs/{reply.Run.Id}";
        return FacadeJson.Answer(
            new RunSubmitted(reply.Run.Id, reply.Run.State, job, body.Planned, Given(reply.Run.Wait)),
            StatusCodes.Status201Created
        );
    }

    private static async Task<IResult> ShowAsync(
        string app,
        string run,
        StoreLookup lookup,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.RunAsync(app, run, cancellationToken);
        if (record.Run.State.IsEnd())
        {
            return FacadeJson.Answer(RunDetails.Alone(record, null));
        }

        var (state, wait) = await AskWaitAsync(app, record.Run.Id, groups, cancellationToken);
        if (state is not null && state != record.Run.State.ToString())
        {
            // It moved on between the two looks, and the store has that, since an owner answers after its commit.
            record = await lookup.RunAsync(app, run, cancellationToken);
        }

        var stillHolds = state is null || state == record.Run.State.ToString();
        return FacadeJson.Answer(RunDetails.Alone(record, stillHolds ? wait : null));
    }

    private static async Task<IResult> ShowAttemptsAsync(
        string app,
        string run,
        StoreLookup lookup,
        IStoreQueries queries,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.RunAsync(app, run, cancellationToken);
        var history = await queries.FindHistoryAsync(app, record.Run.Id, cancellationToken);
        return FacadeJson.Answer(AttemptsView.Of(record.Run, history));
    }

    private static async Task<IResult> CancelAsync(
        string app,
        string run,
        HttpRequest request,
        StoreLookup lookup,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var body = await CancelBody.ReadAsync(request, cancellationToken);
        var by = $"cancelled by {OriginOf(request)}";
        var cancel = new CancelRun { Run = run, Reason = body.Reason is { } reason ? $"{by}: {reason}" : by };
        try
        {
            var reply = await groups.AskAsync(app, new AppGroupMessage { CancelRun = cancel }, cancellationToken);
            return FacadeJson.Answer(new RunStateView(reply.Run.Id, reply.Run.State));
        }
        catch (RefusalException refusal) when (refusal.Code == ErrorCodes.RunNotOpen)
        {
            var record = await lookup.RunAsync(app, run, cancellationToken);
            if (!record.Run.State.IsEnd())
            {
                throw;
            }

            var ended = $"Run {record.Run.Id} ended as {record.Run.State} already, and its end is final.";
            return new ProblemAnswer(ErrorCodes.RunEnded, ended) { Field = "run", State = record.Run.State.ToString() };
        }
    }

    /// <summary>How the owner sees an open run. That it cannot be asked is no reason to hide what the store knows.</summary>
    private static async Task<(string? State, string? Wait)> AskWaitAsync(
        string app,
        RunId run,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var describe = new AppGroupMessage { DescribeRun = new DescribeRun { Run = run.ToString() } };
            var reply = await groups.AskAsync(app, describe, cancellationToken);
            return (reply.Run.State, Given(reply.Run.Wait));
        }
        catch (RefusalException refusal) when (refusal.Code == ErrorCodes.RunNotOpen)
        {
            return ("", null);
        }
        catch (RefusalException refusal) when (ProblemStatus.Of(refusal.Code) == StatusCodes.Status503ServiceUnavailable)
        {
            return (null, $"not known just now: {refusal.Message}");
        }
    }

    // Until users are told apart, the address is all that is known of who asks.
    private static string OriginOf(HttpRequest request) => request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static string? Given(string text) => text.Length == 0 ? null : text;

    private sealed record RunSubmitted(string Id, string State, string Job, Instant Planned, string? Wait);

    private sealed record RunStateView(string Id, string State);
}
