using System.Globalization;
using ActorJobs.Core.Access;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>The definitions that a job, or a workflow, has had: listed, shown, compared. One is put back by a PUT of what it shows.</summary>
internal static class JobVersionEndpoints
{
    private const string To = "to";

    /// <summary>Maps <c>/apps/{app}/jobs/{job}/versions</c>, or those of workflows.</summary>
    public static void MapJobVersions(this IEndpointRouteBuilder api, JobRoutes routes)
    {
        var (word, noun) = (routes.Word, routes.Noun);
        var versions = $"{routes.One}/versions";
        api.MapGet(versions, ListAsync)
            .WithMetadata(new QueryNames(QueryReader.LimitName, QueryReader.CursorName))
            .Describes($"list{noun}Versions", $"The versions of a {word} that are kept, the newest first, with what each changed.")
            .Needs(Role.Viewer)
            .Answers<Page<JobVersionView>>();
        api.MapGet(versions + "/{version:noAction}", ShowAsync)
            .Describes($"get{noun}Version", $"A version of a {word}: just what brings it back when it is put.")
            .Needs(Role.Viewer)
            .Answers(StatusCodes.Status200OK, $"{noun}Definition", HeaderNames.ETag);
        api.MapGet(versions + "/{version}:diff", CompareAsync)
            .WithMetadata(new QueryNames(To))
            .Describes($"compare{noun}Versions", $"In what two versions of a {word} differ.")
            .Needs(Role.Viewer)
            .Answers<JobDiffView>();
    }

    private static async Task<IResult> ListAsync(
        JobPath path,
        HttpRequest request,
        IStoreQueries queries,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var (limit, cursor) = (query.Limit(), query.NumberCursor());
        query.ThrowIfWrong();
        await lookup.JobAsync(path, cancellationToken);

        // One more than is shown: what the last of them has changed is seen by the one before it.
        var read = await queries.ListJobVersionsAsync(path.App, path.Name, cursor, limit + 1, cancellationToken);
        var views = read.Take(limit).Select((version, index) => JobVersionView.Of(version, read.ElementAtOrDefault(index + 1)));
        var next = read.Count > limit ? read[limit - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return FacadeJson.Answer(new Page<JobVersionView>([.. views], next));
    }

    private static async Task<IResult> ShowAsync(
        JobPath path,
        string version,
        HttpResponse response,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var record = await lookup.JobVersionAsync(path, version, "version", cancellationToken);
        new JobTag(record.JobId, record.Version).WriteTo(response);
        return FacadeJson.Answer(JobView.Of(record));
    }

    private static async Task<IResult> CompareAsync(
        JobPath path,
        string version,
        HttpRequest request,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var from = await lookup.JobVersionAsync(path, version, "version", cancellationToken);
        var current = await lookup.JobAsync(path, cancellationToken);
        string? wanted = request.Query[To];
        var to = await lookup.JobVersionAsync(
            path,
            wanted ?? current.Version.ToString(CultureInfo.InvariantCulture),
            To,
            cancellationToken
        );
        return FacadeJson.Answer(new JobDiffView(from.Version, to.Version, JsonChange.Between(JobView.Of(from), JobView.Of(to))));
    }
}
