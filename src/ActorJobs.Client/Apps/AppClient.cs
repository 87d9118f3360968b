using ActorJobs.Client.Answers;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Workers;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Client.Apps;

/// <summary>What can be asked of one app. Methods fail with an <see cref="ActorJobsException"/>: a <see cref="ProblemException"/> tells why the server refused.</summary>
public sealed partial class AppClient
{
    private readonly Caller _caller;
    private readonly string _path;

    internal AppClient(Caller caller, string name)
    {
        (_caller, Name, _path) = (caller, name, $"/api/v1/apps/{Uri.EscapeDataString(name)}");
        _jobs = new DefinitionCalls<JobDefinition, Job>(caller, $"{_path}/jobs");
        _workflows = new DefinitionCalls<WorkflowDefinition, Workflow>(caller, $"{_path}/workflows");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Makes the app; does nothing if it is there already.</summary>
    public Task CreateAsync(CancellationToken cancellationToken = default) =>
        _caller.DoAsync(new Call(HttpMethod.Put, _path) { IsIdempotent = true }, cancellationToken);

    /// <summary>The app as its owner sees it.</summary>
    public Task<App> GetAsync(CancellationToken cancellationToken = default) => GetAsync<App>(_path, cancellationToken);

    /// <summary>Deletes the app.</summary>
    /// <param name="deletion">Whether one that is in use is deleted with everything in it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task DeleteAsync(AppDeletion deletion = AppDeletion.IfUnused, CancellationToken cancellationToken = default) =>
        _caller.DoAsync(
            new Call(HttpMethod.Delete, deletion == AppDeletion.WithEverything ? $"{_path}?force=true" : _path),
            cancellationToken
        );

    /// <summary>What is set for all jobs of the app.</summary>
    public Task<AppSettings> GetSettingsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<AppSettings>($"{_path}/settings", cancellationToken);

    /// <summary>Sets limits, defaults, maxima and calendars for all jobs of the app; what is null is not set any more.</summary>
    public Task<AppSettings> SetSettingsAsync(AppSettings settings, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<AppSettings>(
            new Call(HttpMethod.Put, $"{_path}/settings") { Body = settings, IsIdempotent = true },
            cancellationToken
        );

    /// <summary>The same with JSON, which goes to the server as it is.</summary>
    public Task<AppSettings> SetSettingsAsync(string json, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<AppSettings>(
            new Call(HttpMethod.Put, $"{_path}/settings") { Text = json, IsIdempotent = true },
            cancellationToken
        );

    /// <summary>Gives the workers of the app a new secret, which the server shows this one time.</summary>
    /// <param name="keepOldFor">How long the one before works, too; null: not any more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The secret.</returns>
    public async Task<string> NewSecretAsync(TimeSpan? keepOldFor = null, CancellationToken cancellationToken = default) =>
        (
            await _caller
                .AskAsync<NewSecret>(new Call(HttpMethod.Post, $"{_path}:new-secret") { Body = new { keepOldFor } }, cancellationToken)
                .ConfigureAwait(false)
        ).Secret;

    /// <summary>The workers that the owner of the app knows, and those that were refused lately.</summary>
    public Task<WorkerList> ListWorkersAsync(CancellationToken cancellationToken = default) =>
        GetAsync<WorkerList>($"{_path}/workers", cancellationToken);

    /// <summary>One worker.</summary>
    public Task<Worker> GetWorkerAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync<Worker>($"{_path}/workers/{Uri.EscapeDataString(id)}", cancellationToken);

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        _caller.AskAsync<T>(new Call(HttpMethod.Get, path), cancellationToken);

    private sealed record NewSecret(string Secret);

    internal static string Query(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var given = parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        return string.Join('&', given) is { Length: > 0 } query ? $"?{query}" : "";
    }
}

/// <summary>What becomes of an app that is in use.</summary>
public enum AppDeletion
{
    /// <summary>It is not deleted.</summary>
    IfUnused,

    /// <summary>It is deleted with its jobs and runs.</summary>
    WithEverything,
}
