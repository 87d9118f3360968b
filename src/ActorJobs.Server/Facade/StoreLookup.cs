using System.Globalization;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Facade;

/// <summary>Finds what a path names in the store, or refuses with what the user may have meant.</summary>
internal sealed class StoreLookup(IStoreQueries queries, IAppDirectory directory)
{
    /// <summary>An app.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.AppNotFound"/>.</exception>
    public async ValueTask<StoredApp> AppAsync(string app, CancellationToken cancellationToken = default) =>
        (NameText.IsValid(app) ? await queries.FindAppAsync(app, cancellationToken) : null)
        ?? throw await NoAppAsync(app, cancellationToken);

    /// <summary>A job of an app.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.AppNotFound"/>, <see cref="ErrorCodes.JobNotFound"/>.</exception>
    public async ValueTask<JobRecord> JobAsync(string app, string job, CancellationToken cancellationToken = default)
    {
        if (NameText.IsValid(app) && NameText.IsValid(job) && await queries.FindJobAsync(app, job, cancellationToken) is { } record)
        {
            return record;
        }

        await AppAsync(app, cancellationToken);
        var names = await queries.JobNamesAsync(app, workflows: false, cancellationToken);
        throw new RefusalException(
            ErrorCodes.JobNotFound,
            $"App {app} has no job {job}.{NearMatches.Hint(job, names)}",
            "job",
            NearMatches.Of(job, names)
        );
    }

    /// <summary>A version of a job.</summary>
    /// <param name="app">Which app.</param>
    /// <param name="job">Which job.</param>
    /// <param name="version">Its number, as it was written.</param>
    /// <param name="field">Where it was written.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.VersionNotFound"/>, or as with <see cref="JobAsync"/>.</exception>
    public async ValueTask<JobVersionRecord> JobVersionAsync(
        string app,
        string job,
        string version,
        string field,
        CancellationToken cancellationToken = default
    )
    {
        var current = await JobAsync(app, job, cancellationToken);
        return
            long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await queries.FindJobVersionAsync(app, job, number, cancellationToken) is { } record
            ? record
            : throw new RefusalException(
                ErrorCodes.VersionNotFound,
                $"Job {job} has no version '{version}'; it is at {current.Version}, and the newest 100 are kept. "
                    + $"GET /api/v1/apps/{app}/jobs/{job}/versions lists them.",
                field
            );
    }

    /// <summary>A run of an app.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.InvalidRunId"/>, <see cref="ErrorCodes.AppNotFound"/>, <see cref="ErrorCodes.RunNotFound"/>.</exception>
    public async ValueTask<RunRecord> RunAsync(string app, string run, CancellationToken cancellationToken = default)
    {
        var id = ReadRunId(run);
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

    private static RunId ReadRunId(string text) =>
        RunId.TryParse(text, out var id)
            ? id
            : throw new RefusalException(ErrorCodes.InvalidRunId, $"Found '{text}'; {RunId.Expected}.", "run");
}
