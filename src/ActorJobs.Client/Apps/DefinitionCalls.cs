using System.Globalization;
using System.Text.Json.Nodes;
using ActorJobs.Client.Answers;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Client.Apps;

/// <summary>The jobs of an app, or its workflows: both have the same endpoints, under a path of their own.</summary>
/// <typeparam name="TDefinition">One as its user writes it.</typeparam>
/// <typeparam name="TStored">One as the server has it.</typeparam>
/// <param name="caller">Asks the server.</param>
/// <param name="path">Where all of them are.</param>
internal sealed class DefinitionCalls<TDefinition, TStored>(Caller caller, string path)
    where TDefinition : class
    where TStored : TDefinition
{
    /// <summary>Where one is.</summary>
    public string PathOf(string name) => $"{path}/{Uri.EscapeDataString(name)}";

    /// <summary>Those that a query shows, by name.</summary>
    /// <param name="prefix">How their names begin; null: any.</param>
    /// <param name="enabled">Whether their schedules are on; null: either.</param>
    /// <param name="processor">The processor that they run; null: any.</param>
    /// <param name="labels">Labels that all of them have; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public IAsyncEnumerable<TStored> ListAsync(
        string? prefix,
        bool? enabled,
        string? processor,
        IReadOnlyList<string>? labels,
        CancellationToken cancellationToken
    )
    {
        var isOn = enabled is { } on ? (on ? "true" : "false") : null;
        var label = (labels ?? []).Select(label => ("label", (string?)label));
        var query = AppClient.Query([("prefix", prefix), ("enabled", isOn), ("processor", processor), .. label]);
        return caller.ListAsync<TStored>(path + query, cancellationToken);
    }

    /// <summary>One.</summary>
    public Task<TStored> GetAsync(string name, CancellationToken cancellationToken) =>
        caller.AskAsync<TStored>(new Call(HttpMethod.Get, PathOf(name)), cancellationToken);

    /// <summary>Makes one.</summary>
    public Task<JobSaved> CreateAsync(TDefinition definition, CancellationToken cancellationToken) =>
        SaveAsync(new Call(HttpMethod.Post, path) { Body = definition }, cancellationToken);

    /// <summary>Makes one of JSON, which goes to the server as it is.</summary>
    public Task<JobSaved> CreateAsync(string json, CancellationToken cancellationToken) =>
        SaveAsync(new Call(HttpMethod.Post, path) { Text = json }, cancellationToken);

    /// <summary>Gives one a new definition.</summary>
    public Task<JobSaved> ReplaceAsync(string name, TDefinition definition, string? ifMatch, CancellationToken cancellationToken) =>
        SaveAsync(new Call(HttpMethod.Put, PathOf(name)) { Body = definition, IfMatch = ifMatch }, cancellationToken);

    /// <summary>Gives one a new definition of JSON, which goes to the server as it is.</summary>
    public Task<JobSaved> ReplaceAsync(string name, string json, string? ifMatch, CancellationToken cancellationToken) =>
        SaveAsync(new Call(HttpMethod.Put, PathOf(name)) { Text = json, IfMatch = ifMatch }, cancellationToken);

    /// <summary>Changes some fields of one by a merge patch, and keeps the others.</summary>
    public Task<JobSaved> PatchAsync(string name, JsonObject patch, string? ifMatch, CancellationToken cancellationToken) =>
        SaveAsync(
            new Call(HttpMethod.Patch, PathOf(name))
            {
                Body = patch,
                MediaType = "application/merge-patch+json",
                IfMatch = ifMatch,
            },
            cancellationToken
        );

    /// <summary>Deletes one.</summary>
    public Task DeleteAsync(string name, JobDeletion deletion, string? ifMatch, CancellationToken cancellationToken)
    {
        var cascade = deletion == JobDeletion.CancellingRuns ? "?cascade=true" : "";
        return caller.DoAsync(new Call(HttpMethod.Delete, PathOf(name) + cascade) { IfMatch = ifMatch }, cancellationToken);
    }

    /// <summary>Switches the schedules of one on.</summary>
    public Task<JobSaved> EnableAsync(string name, CancellationToken cancellationToken) =>
        SaveAsync(Action(name, "enable", null), cancellationToken);

    /// <summary>Switches the schedules of one off.</summary>
    public Task<JobSaved> DisableAsync(string name, CancellationToken cancellationToken) =>
        SaveAsync(Action(name, "disable", null), cancellationToken);

    /// <summary>Pauses one.</summary>
    public Task<TStored> PauseAsync(string name, PauseRequest? request, CancellationToken cancellationToken) =>
        caller.AskAsync<TStored>(Action(name, "pause", request), cancellationToken);

    /// <summary>Lets a paused one go on.</summary>
    public Task<TStored> ResumeAsync(string name, CancellationToken cancellationToken) =>
        caller.AskAsync<TStored>(Action(name, "resume", null), cancellationToken);

    /// <summary>Makes one like another.</summary>
    public Task<JobSaved> CopyAsync(string name, string copy, bool? enabled, CancellationToken cancellationToken) =>
        SaveAsync(new Call(HttpMethod.Post, $"{PathOf(name)}:copy") { Body = new { name = copy, enabled } }, cancellationToken);

    /// <summary>Asks for runs of a past period.</summary>
    public Task<Backfill> BackfillAsync(string name, BackfillRequest request, string idempotencyKey, CancellationToken cancellationToken) =>
        caller.AskAsync<Backfill>(
            new Call(HttpMethod.Post, $"{PathOf(name)}:backfill")
            {
                Body = request,
                IdempotencyKey = idempotencyKey,
                IsIdempotent = true,
            },
            cancellationToken
        );

    /// <summary>Changes many.</summary>
    public Task<JobBatchResult> BatchAsync(string action, JobBatch batch, CancellationToken cancellationToken) =>
        caller.AskAsync<JobBatchResult>(
            new Call(HttpMethod.Post, $"{path}:{action}") { Body = batch, IsIdempotent = true },
            cancellationToken
        );

    /// <summary>The versions of one that are kept, the newest first.</summary>
    public IAsyncEnumerable<JobVersion> ListVersionsAsync(string name, CancellationToken cancellationToken) =>
        caller.ListAsync<JobVersion>($"{PathOf(name)}/versions", cancellationToken);

    /// <summary>A version of one.</summary>
    public Task<TDefinition> GetVersionAsync(string name, long version, CancellationToken cancellationToken) =>
        caller.AskAsync<TDefinition>(new Call(HttpMethod.Get, $"{PathOf(name)}/versions/{Text(version)}"), cancellationToken);

    /// <summary>In what two versions of one differ.</summary>
    public Task<JobDiff> CompareVersionsAsync(string name, long from, long? to, CancellationToken cancellationToken)
    {
        var query = AppClient.Query(("to", to is { } end ? Text(end) : null));
        return caller.AskAsync<JobDiff>(new Call(HttpMethod.Get, $"{PathOf(name)}/versions/{Text(from)}:diff{query}"), cancellationToken);
    }

    private Task<JobSaved> SaveAsync(Call call, CancellationToken cancellationToken) => caller.AskAsync<JobSaved>(call, cancellationToken);

    private Call Action(string name, string action, object? body) =>
        new(HttpMethod.Post, $"{PathOf(name)}:{action}") { Body = body, IsIdempotent = true };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
