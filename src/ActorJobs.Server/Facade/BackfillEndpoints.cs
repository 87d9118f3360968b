using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Time;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Submission;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>Runs are made for the fire times of a past period.</summary>
internal static class BackfillEndpoints
{
    /// <summary>Maps <c>:backfill</c> of jobs, or of workflows.</summary>
    public static void MapBackfill(this IEndpointRouteBuilder api, JobRoutes routes) =>
        api.MapPost(routes.Action("backfill"), BackfillAsync)
            .Describes($"backfill{routes.Noun}", $"Asks for a run of a {routes.Word} for each time at which it fires in a past period.")
            .Needs(Role.Operator)
            .Heeds(IdempotencyKey.Header)
            .Takes("BackfillRequest", BackfillBody.Example)
            .Answers<BackfillView>()
            .Answers<BackfillView>(StatusCodes.Status207MultiStatus)
            .Refuses(ErrorCodes.JobSetAside);

    private static async Task<IResult> BackfillAsync(
        JobPath path,
        HttpRequest request,
        AppGroups groups,
        RunSubmission submission,
        SchedulingClock clock,
        CancellationToken cancellationToken
    )
    {
        var body = await BackfillBody.ReadAsync(request, clock.Moment.Now, cancellationToken);
        var key = IdempotencyKey.Of(request);
        var fires = await ListAsync(path, body, groups, cancellationToken);
        if (body.IsDryRun)
        {
            var told = fires.Fires.Select(static fire => new BackfillItemView(fire.Schedule, TimeOf(fire), null, null, null));
            return new BackfillView(true, fires.Count, [.. told]).Answer();
        }

        var runs = fires.Fires.Select(fire => RunOf(fire, body, key)).ToList();
        var results = await submission.SubmitAsync(path, RequestOrigin.Of(request), runs, cancellationToken: cancellationToken);
        var made = fires.Fires.Zip(results.Select(RunBatchItemView.Of));
        return new BackfillView(
            false,
            fires.Count,
            [
                .. made.Select(static one => new BackfillItemView(
                    one.First.Schedule,
                    TimeOf(one.First),
                    one.Second.Id,
                    one.Second.State,
                    one.Second.Problem
                )),
            ]
        ).Answer();
    }

    private static async ValueTask<FiresListed> ListAsync(
        JobPath path,
        BackfillBody body,
        AppGroups groups,
        CancellationToken cancellationToken
    )
    {
        var list = new ListFires
        {
            Job = path.Name,
            IsWorkflow = path.Kind == JobKind.Workflow,
            From = body.From.ToUnixTimeMilliseconds(),
            To = body.To.ToUnixTimeMilliseconds(),
            Most = body.Max,
        };
        if (body.Schedule is { } schedule)
        {
            list.Schedule = schedule;
        }

        return (await groups.AskAsync(path.App, new AppGroupMessage { ListFires = list }, cancellationToken)).FiresListed;
    }

    /// <summary>The key of the request and the fire time make a key for each run, so that a repetition finds all of them. What was asked for stands in their
    /// fingerprints: the key with another period is a mistake.</summary>
    private static RunBody RunOf(FireTime fire, BackfillBody body, RequestKey? key) =>
        new(null, TimeOf(fire))
        {
            Time = $"backfill {InstantText.Format(body.From)} {InstantText.Format(body.To)} {body.Schedule} {body.Max}",
            Key = key is null ? null : key with { Text = KeyOf(key.Text, fire) },
        };

    private static string KeyOf(string key, FireTime fire)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{key}\n{fire.Schedule}\n{fire.At}");
        return $"backfill-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    private static Instant TimeOf(FireTime fire) => Instant.FromUnixTimeMilliseconds(fire.At);
}
