using System.CommandLine;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;
using ActorJobs.Errors;

namespace ActorJobs.Cli.Palettes;

/// <summary>Jobs, or workflows: the words and the requests in which they differ.</summary>
/// <param name="Word">One of them in a sentence, and in options.</param>
/// <param name="Noun">One of them at the beginning of a sentence.</param>
/// <param name="Runs">What is made of one when it fires.</param>
/// <param name="NotFound">The code of the refusal of a name that none has.</param>
/// <param name="Named">Makes the argument that names one.</param>
internal sealed record DefinitionKind(string Word, string Noun, string Runs, string NotFound, Func<Argument<string>> Named)
{
    /// <summary>Jobs.</summary>
    public static DefinitionKind Job { get; } =
        new("job", "Job", "runs", ErrorCodes.JobNotFound, Arguments.Job)
        {
            Create = (app, json, token) => app.CreateJobAsync(json, token),
            Replace = (app, name, json, token) => app.ReplaceJobAsync(name, json, cancellationToken: token),
            Delete = (app, name, deletion, token) => app.DeleteJobAsync(name, deletion, cancellationToken: token),
            Enable = (app, name, token) => app.EnableJobAsync(name, token),
            Disable = (app, name, token) => app.DisableJobAsync(name, token),
            ListVersions = (app, name, token) => app.ListJobVersionsAsync(name, token),
            Copy = (app, name, copy, enabled, token) => app.CopyJobAsync(name, copy, enabled, token),
            Batch = (app, action, batch, token) =>
                (action, batch) switch
                {
                    ("enable", _) => app.EnableJobsAsync(batch, token),
                    ("disable", _) => app.DisableJobsAsync(batch, token),
                    (_, PauseBatch pause) => app.PauseJobsAsync(pause, token),
                    (_, DeletionBatch deletion) => app.DeleteJobsAsync(deletion, token),
                    _ => app.ResumeJobsAsync(batch, token),
                },
        };

    /// <summary>Workflows.</summary>
    public static DefinitionKind Workflow { get; } =
        new("workflow", "Workflow", "instances", ErrorCodes.WorkflowNotFound, Arguments.Workflow)
        {
            Create = (app, json, token) => app.CreateWorkflowAsync(json, token),
            Replace = (app, name, json, token) => app.ReplaceWorkflowAsync(name, json, cancellationToken: token),
            Delete = (app, name, deletion, token) => app.DeleteWorkflowAsync(name, deletion, cancellationToken: token),
            Enable = (app, name, token) => app.EnableWorkflowAsync(name, token),
            Disable = (app, name, token) => app.DisableWorkflowAsync(name, token),
            ListVersions = (app, name, token) => app.ListWorkflowVersionsAsync(name, token),
            Copy = (app, name, copy, enabled, token) => app.CopyWorkflowAsync(name, copy, enabled, token),
            Batch = (app, action, batch, token) =>
                (action, batch) switch
                {
                    ("enable", _) => app.EnableWorkflowsAsync(batch, token),
                    ("disable", _) => app.DisableWorkflowsAsync(batch, token),
                    (_, PauseBatch pause) => app.PauseWorkflowsAsync(pause, token),
                    (_, DeletionBatch deletion) => app.DeleteWorkflowsAsync(deletion, token),
                    _ => app.ResumeWorkflowsAsync(batch, token),
                },
        };

    /// <summary>Makes one of a definition as JSON.</summary>
    public required Func<AppClient, string, CancellationToken, Task<JobSaved>> Create { get; init; }

    /// <summary>Gives the one of a name a definition as JSON.</summary>
    public required Func<AppClient, string, string, CancellationToken, Task<JobSaved>> Replace { get; init; }

    /// <summary>Deletes the one of a name.</summary>
    public required Func<AppClient, string, JobDeletion, CancellationToken, Task> Delete { get; init; }

    /// <summary>Switches the schedules of the one of a name on.</summary>
    public required Func<AppClient, string, CancellationToken, Task<JobSaved>> Enable { get; init; }

    /// <summary>Switches the schedules of the one of a name off.</summary>
    public required Func<AppClient, string, CancellationToken, Task<JobSaved>> Disable { get; init; }

    /// <summary>The versions of the one of a name.</summary>
    public required Func<AppClient, string, CancellationToken, IAsyncEnumerable<JobVersion>> ListVersions { get; init; }

    /// <summary>Makes one like the one of a name.</summary>
    public required Func<AppClient, string, string, bool, CancellationToken, Task<JobSaved>> Copy { get; init; }

    /// <summary>Changes many by the word of a change.</summary>
    public required Func<AppClient, string, JobBatch, CancellationToken, Task<JobBatchResult>> Batch { get; init; }
}
