using System.Text.Json.Nodes;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Client.Apps;

/// <content>Jobs.</content>
public sealed partial class AppClient
{
    private readonly DefinitionCalls<JobDefinition, Job> _jobs;

    /// <summary>The jobs, by name.</summary>
    public IAsyncEnumerable<Job> ListJobsAsync(JobQuery? query = null, CancellationToken cancellationToken = default) =>
        _jobs.ListAsync(query?.Prefix, query?.Enabled, query?.Processor, query?.Labels, cancellationToken);

    /// <summary>One job.</summary>
    public Task<Job> GetJobAsync(string name, CancellationToken cancellationToken = default) => _jobs.GetAsync(name, cancellationToken);

    /// <summary>Makes a job; refused if there is one of its name.</summary>
    public Task<JobSaved> CreateJobAsync(JobDefinition definition, CancellationToken cancellationToken = default) =>
        _jobs.CreateAsync(definition, cancellationToken);

    /// <summary>Makes a job from a definition as its user wrote it, which goes to the server as it is.</summary>
    /// <param name="json">The definition.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> CreateJobAsync(string json, CancellationToken cancellationToken = default) =>
        _jobs.CreateAsync(json, cancellationToken);

    /// <summary>Gives a job a new definition as its user wrote it, which goes to the server as it is.</summary>
    /// <param name="name">The name that the job has now.</param>
    /// <param name="json">The definition.</param>
    /// <param name="ifMatch">The entity tag of the version that the change builds on; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> ReplaceJobAsync(
        string name,
        string json,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _jobs.ReplaceAsync(name, json, ifMatch, cancellationToken);

    /// <summary>Gives a job a new definition. A <see cref="Job"/> that was read and changed is refused if somebody else has changed it meanwhile.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="name">The name that the job has now, if the definition brings a new one.</param>
    /// <param name="ifMatch">The entity tag of the version that the change builds on; null: that of a <see cref="Job"/>, else any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> ReplaceJobAsync(
        JobDefinition definition,
        string? name = null,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _jobs.ReplaceAsync(name ?? definition.Name, definition, ifMatch ?? (definition as Job)?.ETag, cancellationToken);
    }

    /// <summary>Changes some fields of a job, and keeps the others.</summary>
    /// <param name="name">Which job.</param>
    /// <param name="patch">A merge patch, RFC 7396: null takes a field back to its default.</param>
    /// <param name="ifMatch">The entity tag of the version that the change builds on; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> PatchJobAsync(
        string name,
        JsonObject patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _jobs.PatchAsync(name, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a job; its runs that have ended stay.</summary>
    /// <param name="name">Which job.</param>
    /// <param name="deletion">What becomes of its open runs.</param>
    /// <param name="ifMatch">The entity tag of the version that is meant; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task DeleteJobAsync(
        string name,
        JobDeletion deletion = JobDeletion.IfIdle,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _jobs.DeleteAsync(name, deletion, ifMatch, cancellationToken);

    /// <summary>Switches the schedules of a job on.</summary>
    public Task<JobSaved> EnableJobAsync(string name, CancellationToken cancellationToken = default) =>
        _jobs.EnableAsync(name, cancellationToken);

    /// <summary>Switches the schedules of a job off.</summary>
    public Task<JobSaved> DisableJobAsync(string name, CancellationToken cancellationToken = default) =>
        _jobs.DisableAsync(name, cancellationToken);

    /// <summary>Lets the schedules of a job rest and its runs wait. Runs that a worker has go on to their end. A job that is paused already takes the new note and
    /// end.</summary>
    /// <param name="name">Which job.</param>
    /// <param name="request">Why, and until when; null: without a note, until it is resumed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<Job> PauseJobAsync(string name, PauseRequest? request = null, CancellationToken cancellationToken = default) =>
        _jobs.PauseAsync(name, request, cancellationToken);

    /// <summary>Lets a paused job go on: its runs that wait at once, its schedules from now on.</summary>
    public Task<Job> ResumeJobAsync(string name, CancellationToken cancellationToken = default) =>
        _jobs.ResumeAsync(name, cancellationToken);

    /// <summary>The versions of a job that are kept, the newest first.</summary>
    public IAsyncEnumerable<JobVersion> ListJobVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _jobs.ListVersionsAsync(name, cancellationToken);

    /// <summary>A version of a job; put back by <see cref="ReplaceJobAsync(JobDefinition, string, string, CancellationToken)"/>.</summary>
    public Task<JobDefinition> GetJobVersionAsync(string name, long version, CancellationToken cancellationToken = default) =>
        _jobs.GetVersionAsync(name, version, cancellationToken);

    /// <summary>In what two versions of a job differ.</summary>
    /// <param name="name">Which job.</param>
    /// <param name="from">The one version.</param>
    /// <param name="to">The other; null: the current one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobDiff> CompareJobVersionsAsync(string name, long from, long? to = null, CancellationToken cancellationToken = default) =>
        _jobs.CompareVersionsAsync(name, from, to, cancellationToken);
}

/// <summary>What becomes of the open runs of a job that is deleted.</summary>
public enum JobDeletion
{
    /// <summary>The job is not deleted as long as it has some.</summary>
    IfIdle,

    /// <summary>They are cancelled with it.</summary>
    CancellingRuns,
}
