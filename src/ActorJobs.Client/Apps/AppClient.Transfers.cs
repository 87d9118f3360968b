using System.Text.Json;
using ActorJobs.Client.Answers;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Client.Apps;

/// <content>Many definitions at once.</content>
public sealed partial class AppClient
{
    /// <summary>The jobs, workflows and settings of the app as one document, without ids, versions and secrets.</summary>
    /// <param name="prefix">How their names begin; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JsonElement> ExportAppAsync(string? prefix = null, CancellationToken cancellationToken = default) =>
        GetAsync<JsonElement>($"{_path}/export{Query(("prefix", prefix))}", cancellationToken);

    /// <summary>Makes or replaces the jobs and workflows of a document.</summary>
    /// <param name="json">The document, which goes to the server as it is.</param>
    /// <param name="mode">How much of it is done.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<AppImport> ImportAppAsync(
        string json,
        ImportMode mode = ImportMode.AllOrNothing,
        CancellationToken cancellationToken = default
    )
    {
        var query = mode switch
        {
            ImportMode.Partial => "?partial=true",
            ImportMode.DryRun => "?dryRun=true",
            _ => "",
        };
        return _caller.AskAsync<AppImport>(new Call(HttpMethod.Post, $"{_path}/import{query}") { Text = json }, cancellationToken);
    }

    /// <summary>Makes a job like another one.</summary>
    /// <param name="name">Of the one that there is.</param>
    /// <param name="copy">The name of the new one.</param>
    /// <param name="enabled">Whether the schedules of the new one are on.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> CopyJobAsync(string name, string copy, bool? enabled = null, CancellationToken cancellationToken = default) =>
        _jobs.CopyAsync(name, copy, enabled, cancellationToken);

    /// <summary>Makes a workflow like another one.</summary>
    /// <param name="name">Of the one that there is.</param>
    /// <param name="copy">The name of the new one.</param>
    /// <param name="enabled">Whether the schedules of the new one are on.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> CopyWorkflowAsync(
        string name,
        string copy,
        bool? enabled = null,
        CancellationToken cancellationToken = default
    ) => _workflows.CopyAsync(name, copy, enabled, cancellationToken);

    /// <summary>Switches the schedules of many jobs on, or tells which it would.</summary>
    public Task<JobBatchResult> EnableJobsAsync(JobBatch batch, CancellationToken cancellationToken = default) =>
        _jobs.BatchAsync("enable", batch, cancellationToken);

    /// <summary>Switches the schedules of many jobs off, or tells which it would.</summary>
    public Task<JobBatchResult> DisableJobsAsync(JobBatch batch, CancellationToken cancellationToken = default) =>
        _jobs.BatchAsync("disable", batch, cancellationToken);

    /// <summary>Pauses many jobs, or tells which it would.</summary>
    public Task<JobBatchResult> PauseJobsAsync(PauseBatch batch, CancellationToken cancellationToken = default) =>
        _jobs.BatchAsync("pause", batch, cancellationToken);

    /// <summary>Lets many paused jobs go on, or tells which it would.</summary>
    public Task<JobBatchResult> ResumeJobsAsync(JobBatch batch, CancellationToken cancellationToken = default) =>
        _jobs.BatchAsync("resume", batch, cancellationToken);

    /// <summary>Deletes many jobs, or tells which it would.</summary>
    public Task<JobBatchResult> DeleteJobsAsync(DeletionBatch batch, CancellationToken cancellationToken = default) =>
        _jobs.BatchAsync("delete", batch, cancellationToken);

    /// <summary>Switches the schedules of many workflows on, or tells which it would.</summary>
    public Task<JobBatchResult> EnableWorkflowsAsync(JobBatch batch, CancellationToken cancellationToken = default) =>
        _workflows.BatchAsync("enable", batch, cancellationToken);

    /// <summary>Switches the schedules of many workflows off, or tells which it would.</summary>
    public Task<JobBatchResult> DisableWorkflowsAsync(JobBatch batch, CancellationToken cancellationToken = default) =>
        _workflows.BatchAsync("disable", batch, cancellationToken);

    /// <summary>Pauses many workflows, or tells which it would.</summary>
    public Task<JobBatchResult> PauseWorkflowsAsync(PauseBatch batch, CancellationToken cancellationToken = default) =>
        _workflows.BatchAsync("pause", batch, cancellationToken);

    /// <summary>Lets many paused workflows go on, or tells which it would.</summary>
    public Task<JobBatchResult> ResumeWorkflowsAsync(JobBatch batch, CancellationToken cancellationToken = default) =>
        _workflows.BatchAsync("resume", batch, cancellationToken);

    /// <summary>Deletes many workflows, or tells which it would.</summary>
    public Task<JobBatchResult> DeleteWorkflowsAsync(DeletionBatch batch, CancellationToken cancellationToken = default) =>
        _workflows.BatchAsync("delete", batch, cancellationToken);

    /// <summary>Asks for a run of a job for each time at which it fires in a past period, or tells which.</summary>
    /// <param name="name">Which job.</param>
    /// <param name="request">The period.</param>
    /// <param name="idempotencyKey">Names the request; null: the client makes a key of its own for each call.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<Backfill> BackfillJobAsync(
        string name,
        BackfillRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _jobs.BackfillAsync(name, request, idempotencyKey ?? NewKey(), cancellationToken);

    /// <summary>Asks for a run of a workflow for each time at which it fires in a past period, or tells which.</summary>
    /// <param name="name">Which workflow.</param>
    /// <param name="request">The period.</param>
    /// <param name="idempotencyKey">Names the request; null: the client makes a key of its own for each call.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<Backfill> BackfillWorkflowAsync(
        string name,
        BackfillRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _workflows.BackfillAsync(name, request, idempotencyKey ?? NewKey(), cancellationToken);
}
