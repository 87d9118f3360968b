using ActorJobs.Core.Apps;
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

/// <summary>Jobs: made, replaced, changed in part.</summary>
internal static class JobSaveEndpoints
{
    private const string Jobs = "/apps/{app}/jobs";
    private const string Job = Jobs + "/{job:noAction}";

    /// <summary>A patch without If-Match is put on anew if somebody else was faster, so many times at most.</summary>
    private const int MostPatches = 5;

    /// <summary>Maps what saves jobs.</summary>
    public static void MapJobSaves(this IEndpointRouteBuilder api)
    {
        api.MapPost(Jobs, CreateAsync)
            .Describes("createJob", "Makes a job.")
            .Needs(Role.Developer)
            .Takes("JobDefinition", JobBody.Example)
            .Answers<JobSavedView>(StatusCodes.Status201Created, HeaderNames.ETag, HeaderNames.Location)
            .Refuses(ErrorCodes.JobExists);
        api.MapPut(Job, PutAsync)
            .Describes("putJob", "Gives a job a new definition, and perhaps a new name; makes it with If-None-Match: *.")
            .Needs(Role.Developer)
            .Heeds(HeaderNames.IfMatch, HeaderNames.IfNoneMatch)
            .Takes("JobChange", JobBody.Example)
            .Answers<JobSavedView>(StatusCodes.Status200OK, HeaderNames.ETag)
            .Answers<JobSavedView>(StatusCodes.Status201Created, HeaderNames.ETag, HeaderNames.Location)
            .Refuses(ErrorCodes.JobExists);
        api.MapPatch(Job, PatchAsync)
            .Describes("patchJob", "Changes some fields of a job, and keeps the others.")
            .Needs(Role.Developer)
            .Heeds(HeaderNames.IfMatch)
            .Takes("JobPatch", JobBody.PatchExample, "application/merge-patch+json")
            .Answers<JobSavedView>(StatusCodes.Status200OK, HeaderNames.ETag)
            .Refuses(ErrorCodes.JobExists, ErrorCodes.JobSetAside);
    }

    private static async Task<IResult> CreateAsync(string app, HttpRequest request, JobChanges changes, CancellationToken cancellationToken)
    {
        var body = await JobBody.ReadNewAsync(request, cancellationToken);
        return await MakeAsync(app, body, request, changes, cancellationToken);
    }

    private static async Task<IResult> MakeAsync(
        string app,
        JobBody body,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var (name, response) = (body.Definition.Name, request.HttpContext.Response);
        var message = new AppGroupMessage
        {
            SaveJob = new SaveJob { Definition = body.Text, Mode = SaveMode.Create },
        };
        return await changes.AskAsync(app, name, message, null, Created, cancellationToken);

        IResult Created(AppGroupReply reply)
        {
            response.Headers.Location = $"/api/v1/apps/{app}/jobs/{name}";
            return JobSavedView.Answer(response, name, body.Definition.Enabled, reply.JobSaved, StatusCodes.Status201Created);
        }
    }

    private static async Task<IResult> PutAsync(
        string app,
        string job,
        HttpRequest request,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        if (!JobTag.DemandsNone(request))
        {
            var body = await JobBody.ReadChangeAsync(request, cancellationToken);
            return await ReplaceAsync(app, job, body, demanded, request, changes, cancellationToken);
        }

        var created = await JobBody.ReadNewAsync(request, cancellationToken);
        if (created.Definition.Name != job)
        {
            throw new RefusalException(
                ErrorCodes.InvalidValue,
                $"Found the name '{created.Definition.Name}' in the body and '{job}' in the path; expected the same for a job that is made.",
                "name"
            );
        }

        try
        {
            return await MakeAsync(app, created, request, changes, cancellationToken);
        }
        catch (RefusalException taken) when (taken.Code == ErrorCodes.JobExists)
        {
            return await changes.StaleAsync(app, job, taken, byHeader: true, cancellationToken);
        }
    }

    private static async Task<IResult> PatchAsync(
        string app,
        string job,
        HttpRequest request,
        StoreLookup lookup,
        JobChanges changes,
        CancellationToken cancellationToken
    )
    {
        var demanded = JobTag.Demanded(request);
        var patch = await JobBody.ReadPatchAsync(request, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var record = await lookup.JobAsync(app, job, cancellationToken);
            if (demanded is { } tag && tag != JobTag.Of(record))
            {
                return await RefuseOtherAsync(app, record, tag, changes, cancellationToken);
            }

            var patched = JobBody.Patched(record, patch);
            var answer = await ReplaceAsync(app, job, patched, demanded, request, changes, cancellationToken);
            if (answer is not ProblemAnswer { Code: ErrorCodes.VersionConflict } || demanded is not null || attempt == MostPatches)
            {
                return answer;
            }
        }
    }

    private static async Task<IResult> RefuseOtherAsync(
        string app,
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
            return await changes.StaleAsync(app, record.Name, stale, byHeader: true, cancellationToken);
        }
    }

    private static async Task<IResult> ReplaceAsync(
        string app,
        string job,
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
            Name = job,
            ExpectedId = demanded?.Id ?? body.Id ?? 0,
            ExpectedVersion = demanded?.Version ?? body.Version ?? 0,
        };
        return await changes.AskAsync(
            app,
            job,
            new AppGroupMessage { SaveJob = save },
            demanded,
            reply => JobSavedView.Answer(request.HttpContext.Response, body.Definition.Name, body.Definition.Enabled, reply.JobSaved),
            cancellationToken
        );
    }
}
