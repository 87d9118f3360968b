using System.Globalization;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Requests;

namespace ActorJobs.Server.Facade;

/// <summary>Finds what a path names in the store, or refuses with what the user may have meant.</summary>
internal sealed class StoreLookup(IStoreQueries queries, IAppDirectory directory)
{
    /// <summary>An app.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.AppNotFound"/>.</exception>
    public async ValueTask<StoredApp> AppAsync(string app, CancellationToken cancellationToken = default) =>
        (NameText.IsValid(app) ? await queries.FindAppAsync(app, cancellationToken) : null)
        ?? throw await NoAppAsync(app, cancellationToken);

    /// <summary>A job, or a workflow, of an app.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.AppNotFound"/>, <see cref="ErrorCodes.JobNotFound"/>,
    /// <see cref="ErrorCodes.WorkflowNotFound"/>.</exception>
    public async ValueTask<JobRecord> JobAsync(JobPath path, CancellationToken cancellationToken = default)
    {
        var (app, kind, name) = path;
        var isValid = NameText.IsValid(app) && NameText.IsValid(name);
        var record = isValid ? await queries.FindJobAsync(app, name, cancellationToken) : null;
        if (record is not null && record.IsWorkflow == (kind == JobKind.Workflow))
        {
            return record;
        }

        await AppAsync(app, cancellationToken);
        var names = await queries.JobNamesAsync(app, kind == JobKind.Workflow, cancellationToken);
        throw kind.NotFound(app, name, names, isOther: record is not null);
    }

    /// <summary>Refuses the name of a workflow where a job is meant, or the other way round. That there is neither is no reason: a job that is gone may have
    /// left runs.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.WorkflowNotFound"/>.</exception>
    public async ValueTask RefuseOtherKindAsync(JobPath path, CancellationToken cancellationToken = default)
    {
        var isValid = NameText.IsValid(path.App) && NameText.IsValid(path.Name);
        var record = isValid ? await queries.FindJobAsync(path.App, path.Name, cancellationToken) : null;
        if (record is not null && record.IsWorkflow != (path.Kind == JobKind.Workflow))
        {
            throw path.Kind.NotFound(path.App, path.Name, [], isOther: true);
        }
    }

    /// <summary>A version of a job.</summary>
    /// <param name="path">Which job.</param>
    /// <param name="version">Its number, as it was written.</param>
    /// <param name="field">Where it was written.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.VersionNotFound"/>, or as with <see cref="JobAsync"/>.</exception>
    public async ValueTask<JobVersionRecord> JobVersionAsync(
        JobPath path,
        string version,
        string field,
        CancellationToken cancellationToken = default
    )
    {
        var current = await JobAsync(path, cancellationToken);
        return
            long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await queries.FindJobVersionAsync(path.App, path.Name, number, cancellationToken) is { } record
            ? record
            : throw new RefusalException(
                ErrorCodes.VersionNotFound,
                $"There is no version '{version}' of {path.Kind.Word()} {path.Name}; it is at {current.Version}, and the newest 100 are kept. "
                    + $"GET {path.Text}/versions lists them.",
                field
            );
    }

    /// <summary>A run of an app.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.InvalidRunId"/>, <see cref="ErrorCodes.AppNotFound"/>, <see cref="ErrorCodes.RunNotFound"/>.</exception>
    public async ValueTask<RunRecord> RunAsync(string app, string run, CancellationToken cancellationToken = default)
    {
        var id = ReadRunId(run, "run");
        if (NameText.IsValid(app) && await queries.FindRunAsync(app, id, cancellationToken) is { } record)
        {
            return record;
        }

        await AppAsync(app, cancellationToken);
        throw new RefusalException(
            ErrorCodes.RunNotFound,
            $"App {app} has no run {id}. GET /api/v1/apps/{app}/runs lists those that it has.",
            "run"
        );
    }

    /// <summary>The run that a workflow instance is.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.InvalidRunId"/>, <see cref="ErrorCodes.AppNotFound"/>,
    /// <see cref="ErrorCodes.InstanceNotFound"/>.</exception>
    public async ValueTask<RunRecord> InstanceAsync(string app, string instance, CancellationToken cancellationToken = default)
    {
        var id = ReadRunId(instance, "instance");
        var record = NameText.IsValid(app) ? await queries.FindRunAsync(app, id, cancellationToken) : null;
        if (record?.Run.Processor == ProcessorReference.Workflow)
        {
            return record;
        }

        await AppAsync(app, cancellationToken);
        throw new RefusalException(
            ErrorCodes.InstanceNotFound,
            record is null
                ? $"App {app} has no workflow instance {id}. GET /api/v1/apps/{app}/workflow-instances lists those that it has."
                : $"{id} is a run of {record.Run.JobName}, and no workflow instance; it is at /api/v1/apps/{app}/runs/{id}.",
            "instance"
        );
    }

    /// <summary>The refusal for an app that does not exist.</summary>
    public async ValueTask<RefusalException> NoAppAsync(string app, CancellationToken cancellationToken = default)
    {
        var names = await directory.NamesAsync(cancellationToken);
        return new RefusalException(
            ErrorCodes.AppNotFound,
            $"There is no app {app}.{NearMatches.Hint(app, names)} PUT /api/v1/apps/NAME makes one.",
            "app",
            NearMatches.Of(app, names)
        );
    }

    private static RunId ReadRunId(string text, string field) =>
        RunId.TryParse(text, out var id)
            ? id
            : throw new RefusalException(ErrorCodes.InvalidRunId, $"Found '{text}'; {RunId.Expected}.", field);
}
