using System.Globalization;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>The definitions that a job has had: listed, shown, compared. One is put back by a PUT of what it shows.</summary>
internal static class JobVersionEndpoints
{
    private const string Versions = "/apps/{app}/jobs/{job:noAction}/versions";
    private const string To = "to";

    /// <summary>Maps <c>/apps/{app}/jobs/{job}/versions</c>.</summary>
    public static void MapJobVersions(this IEndpointRouteBuilder api)
    {
        api.MapGet(Versions, ListAsync)
            .WithMetadata(new QueryNames(QueryReader.LimitName, QueryReader.CursorName))
            .Describes("listJobVersions", "The versions of a job that are kept, the newest first, with what each changed.")
            .Needs(Role.Viewer)
            .Answers<Page<JobVersionView>>();
        api.MapGet(Versions + "/{version:noAction}", ShowAsync)
            .Describes("getJobVersion", "A version of a job: just what brings it back when it is put.")
            .Needs(Role.Viewer)
            .Answers(StatusCodes.Status200OK, "JobDefinition", HeaderNames.ETag);
        api.MapGet(Versions + "/{version}:diff", CompareAsync)
            .WithMetadata(new QueryNames(To))
            .Describes("compareJobVersions", "In what two versions of a job differ.")
            .Needs(Role.Viewer)
            .Answers<JobDiffView>();
    }

    private static async Task<IResult> ListAsync(
        string app,
        string job,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (limit, cursor) = (query.Limit(), query.NumberCursor());
        query.ThrowIfWrong();
        await lookup.JobAsync(app, job, cancellationToken);

        // One more than is shown: what the last of them has changed is seen by the one before it.
        var read = await queries.ListJobVersionsAsync(app, job, cursor, limit + 1, cancellationToken);
        var views = read.Take(limit).Select((version, index) => JobVersionView.Of(version, read.ElementAtOrDefault(index + 1)));
        var next = read.Count > limit ? read[limit - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return FacadeJson.Answer(new Page<JobVersionView>([.. views], next));
    }

    private static async Task<IResult> ShowAsync(
        string app,
        string job,
        string version,
        HttpResponse response,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.JobVersionAsync(app, job, version, "version", cancellationToken);
        new JobTag(record.JobId, record.Version).WriteTo(response);
        return FacadeJson.Answer(JobView.Of(record));
    }

    private static async Task<IResult> CompareAsync(
        string app,
        string job,
        string version,
        HttpRequest request,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var from = await lookup.JobVersionAsync(app, job, version, "version", cancellationToken);
        var current = await lookup.JobAsync(app, job, cancellationToken);
        string? wanted = request.Query[To];
        var to = await lookup.JobVersionAsync(
            app,
            job,
            wanted ?? current.Version.ToString(CultureInfo.InvariantCulture),
            To,
            cancellationToken
        );
        return FacadeJson.Answer(new JobDiffView(from.Version, to.Version, JsonChange.Between(JobView.Of(from), JobView.Of(to))));
    }
}
