using System.Text.Json.Nodes;
using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade;

/// <summary>Jobs and workflows: made, replaced, changed in part.</summary>
internal static class JobSaveEndpoints
{
    /// <summary>A patch without If-Match is put on anew if somebody else was faster, so many times at most.</summary>
    private const int MostPatches = 5;

    /// <summary>What is found wrong with a graph.</summary>
    internal static readonly string[] OfGraph =
    [
        ErrorCodes.InvalidNodeKey,
        ErrorCodes.DuplicateNode,
        ErrorCodes.UnknownNode,
        ErrorCodes.DuplicateEdge,
        ErrorCodes.WorkflowCycle,
        ErrorCodes.UnreachableNode,
        ErrorCodes.UnknownBranch,
        ErrorCodes.BranchWithoutTarget,
        ErrorCodes.InvalidExpression,
        ErrorCodes.UnknownReference,
        ErrorCodes.NotAnAncestor,
        ErrorCodes.UnknownJob,
        ErrorCodes.WorkflowRecursion,
    ];

    /// <summary>Maps what saves jobs, or workflows.</summary>
    public static void MapJobSaves(this IEndpointRouteBuilder api, JobRoutes routes)
    {
        var (word, noun) = (routes.Word, routes.Noun);
        var example = JobBody.ExampleOf(routes.Kind);
        string[] wrong = [ErrorCodes.UnknownChannel, .. routes.Kind == JobKind.Workflow ? OfGraph : []];
        api.MapPost(routes.All, CreateAsync)
            .Describes($"create{noun}", $"Makes a {word}.")
            .Needs(Role.Developer)
            .Takes($"{noun}Definition", example, RequestBody.Yaml)
            .Answers<JobSavedView>(StatusCodes.Status201Created, HeaderNames.ETag, HeaderNames.Location)
            .Refuses([ErrorCodes.InvalidYaml, ErrorCodes.JobExists, .. wrong]);
        api.MapPut(routes.One, PutAsync)
            .Describes($"put{noun}", $"Gives a {word} a new definition, and perhaps a new name; makes it with If-None-Match: *.")
            .Needs(Role.Developer)
            .Heeds(HeaderNames.IfMatch, HeaderNames.IfNoneMatch)
            .Takes($"{noun}Change", example, RequestBody.Yaml)
            .Answers<JobSavedView>(StatusCodes.Status200OK, HeaderNames.ETag)
            .Answers<JobSavedView>(StatusCodes.Status201Created, HeaderNames.ETag, HeaderNames.Location)
            .Refuses([ErrorCodes.InvalidYaml, ErrorCodes.JobExists, ErrorCodes.UsedByWorkflows, .. wrong]);
        api.MapPatch(routes.One, PatchAsync)
            .Describes($"patch{noun}", $"Changes some fields of a {word}, and keeps the others.")
            .Needs(Role.Developer)
            .Heeds(HeaderNames.IfMatch)
            .Takes($"{noun}Patch", JobBody.PatchExampleOf(routes.Kind), "application/merge-patch+json")
            .Answers<JobSavedView>(StatusCodes.Status200OK, HeaderNames.ETag)
            .Refuses([ErrorCodes.JobExists, ErrorCodes.JobSetAside, ErrorCodes.UsedByWorkflows, .. wrong]);
        api.MapPost(routes.Action("copy"), CopyAsync)
            .Describes(
                $"copy{noun}",
                $"Makes a {word} like another one, under a name of its own; its schedules are off unless that is said."
            )
            .Needs(Role.Developer)
            .Takes("CopyRequest", CopyBody.Example)
            .Answers<JobSavedView>(StatusCodes.Status201Created, HeaderNames.ETag, HeaderNames.Location)
            .Refuses([ErrorCodes.JobExists, ErrorCodes.JobSetAside, .. wrong]);
    }

    private static async Task<IResult> CopyAsync(
        JobPath path,
        HttpRequest request,
        StoreLookup lookup,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var copy = await CopyBody.ReadAsync(request, cancellationToken);
        var changed = new JsonObject { ["name"] = copy.Name, ["enabled"] = copy.IsEnabled };
        var body = JobBody.Patched(await lookup.JobAsync(path, cancellationToken), changed, path.Kind);
        return await MakeAsync(path with { Name = copy.Name }, body, request, changes, cancellationToken);
    }

    private static async Task<IResult> CreateAsync(
        JobPath path,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var body = await JobBody.ReadNewAsync(request, path.Kind, cancellationToken);
        return await MakeAsync(path with { Name = body.Definition.Name }, body, request, changes, cancellationToken);
    }

    private static async Task<IResult> MakeAsync(
        JobPath path,
        JobBody body,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var response = request.HttpContext.Response;
        var message = new AppGroupMessage
        {
            SaveJob = new SaveJob { Definition = body.Text, Mode = SaveMode.Create },
        };
        return await changes.AskAsync(path, message, null, Created, cancellationToken);

        IResult Created(AppGroupReply reply)
        {
            response.Headers.Location = path.Text;
            return JobSavedView.Answer(response, path.Name, body.Definition.Enabled, reply.JobSaved, StatusCodes.Status201Created);
        }
    }

    private static async Task<IResult> PutAsync(JobPath path, HttpRequest request, JobChanges changes, CancellationToken cancellationToken)
    {
        var demanded = JobTag.Demanded(request);
        if (!JobTag.DemandsNone(request))
        {
            var body = await JobBody.ReadChangeAsync(request, path.Kind, cancellationToken);
            return await ReplaceAsync(path, body, demanded, request, changes, cancellationToken);
        }

        var created = await JobBody.ReadNewAsync(request, path.Kind, cancellationToken);
        if (created.Definition.Name != path.Name)
        {
            throw new RefusalException(
                ErrorCodes.InvalidValue,
                $"Found the name '{created.Definition.Name}' in the body and '{path.Name}' in the path; expected the same for a {path.Kind.Word()} that is made.",
                "name"
            );
        }

        try
        {
            return await MakeAsync(path, created, request, changes, cancellationToken);
        }
        catch (RefusalException taken) when (taken.Code == ErrorCodes.JobExists)
        {
            return await changes.StaleAsync(path, taken, byHeader: true, cancellationToken);
        }
    }

    private static async Task<IResult> PatchAsync(
        JobPath path,
        HttpRequest request,
        StoreLookup lookup,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        var patch = await JobBody.ReadPatchAsync(request, path.Kind, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var record = await lookup.JobAsync(path, cancellationToken);
            if (demanded is { } tag && tag != JobTag.Of(record))
            {
                return await RefuseOtherAsync(path, record, tag, changes, cancellationToken);
            }

            var patched = JobBody.Patched(record, patch, path.Kind);
            var answer = await ReplaceAsync(path, patched, demanded, request, changes, cancellationToken);
            if (answer is not ProblemAnswer { Code: ErrorCodes.VersionConflict } || demanded is not null || attempt == MostPatches)
            {
                return answer;
            }
        }
    }

    private static async Task<IResult> RefuseOtherAsync(
        JobPath path,
        JobRecord record,
        JobTag demanded,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            new ExpectedJob(demanded.Id, demanded.Version).RefuseOther(record.Name, record.JobId, record.Version);
            throw new InvalidOperationException($"The tag {demanded} is that of the job.");
        }
        catch (RefusalException stale)
        {
            return await changes.StaleAsync(path, stale, byHeader: true, cancellationToken);
        }
    }

    private static async Task<IResult> ReplaceAsync(
        JobPath path,
        JobBody body,
        JobTag? demanded,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var save = new SaveJob
        {
            Definition = body.Text,
            Mode = SaveMode.Replace,
            Name = path.Name,
            ExpectedId = demanded?.Id ?? body.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? body.Version ?? 0,
        };
        return await changes.AskAsync(
            path,
            new AppGroupMessage { SaveJob = save },
            demanded,
            reply => JobSavedView.Answer(request.HttpContext.Response, body.Definition.Name, body.Definition.Enabled, reply.JobSaved),
            cancellationToken
        );
    }
}
