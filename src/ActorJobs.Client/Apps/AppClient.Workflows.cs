using System.Text.Json.Nodes;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Workflows;

namespace ActorJobs.Client.Apps;

/// <content>Workflows.</content>
public sealed partial class AppClient
{
    private readonly DefinitionCalls<WorkflowDefinition, Workflow> _workflows;

    /// <summary>The workflows, by name.</summary>
    public IAsyncEnumerable<Workflow> ListWorkflowsAsync(WorkflowQuery? query = null, CancellationToken cancellationToken = default) =>
        _workflows.ListAsync(query?.Prefix, query?.Enabled, processor: null, query?.Labels, cancellationToken);

    /// <summary>One workflow.</summary>
    public Task<Workflow> GetWorkflowAsync(string name, CancellationToken cancellationToken = default) =>
        _workflows.GetAsync(name, cancellationToken);

    /// <summary>Makes a workflow; refused if there is a job or workflow of its name.</summary>
    public Task<JobSaved> CreateWorkflowAsync(WorkflowDefinition definition, CancellationToken cancellationToken = default) =>
        _workflows.CreateAsync(definition, cancellationToken);

    /// <summary>Makes a workflow from a definition as its user wrote it, which goes to the server as it is.</summary>
    /// <param name="json">The definition.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> CreateWorkflowAsync(string json, CancellationToken cancellationToken = default) =>
        _workflows.CreateAsync(json, cancellationToken);

    /// <summary>Gives a workflow a new definition as its user wrote it, which goes to the server as it is. Instances that have begun keep the one that
    /// they began with.</summary>
    /// <param name="name">The name that the workflow has now.</param>
    /// <param name="json">The definition.</param>
    /// <param name="ifMatch">The entity tag of the version that the change builds on; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> ReplaceWorkflowAsync(
        string name,
        string json,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _workflows.ReplaceAsync(name, json, ifMatch, cancellationToken);

    /// <summary>Gives a workflow a new definition. A <see cref="Workflow"/> that was read and changed is refused if somebody else has changed it meanwhile.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="name">The name that the workflow has now, if the definition brings a new one.</param>
    /// <param name="ifMatch">The entity tag of the version that the change builds on; null: that of a <see cref="Workflow"/>, else any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> ReplaceWorkflowAsync(
        WorkflowDefinition definition,
        string? name = null,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _workflows.ReplaceAsync(name ?? definition.Name, definition, ifMatch ?? (definition as Workflow)?.ETag, cancellationToken);
    }

    /// <summary>Changes some fields of a workflow, and keeps the others.</summary>
    /// <param name="name">Which workflow.</param>
    /// <param name="patch">A merge patch, RFC 7396: null takes a field back to its default; nodes and edges are changed as a whole.</param>
    /// <param name="ifMatch">The entity tag of the version that the change builds on; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobSaved> PatchWorkflowAsync(
        string name,
        JsonObject patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _workflows.PatchAsync(name, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a workflow; its instances that have ended stay.</summary>
    /// <param name="name">Which workflow.</param>
    /// <param name="deletion">What becomes of its open instances.</param>
    /// <param name="ifMatch">The entity tag of the version that is meant; null: any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task DeleteWorkflowAsync(
        string name,
        JobDeletion deletion = JobDeletion.IfIdle,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _workflows.DeleteAsync(name, deletion, ifMatch, cancellationToken);

    /// <summary>Switches the schedules of a workflow on.</summary>
    public Task<JobSaved> EnableWorkflowAsync(string name, CancellationToken cancellationToken = default) =>
        _workflows.EnableAsync(name, cancellationToken);

    /// <summary>Switches the schedules of a workflow off.</summary>
    public Task<JobSaved> DisableWorkflowAsync(string name, CancellationToken cancellationToken = default) =>
        _workflows.DisableAsync(name, cancellationToken);

    /// <summary>Lets the schedules of a workflow rest and its new instances wait; those that have begun go on to their end.</summary>
    /// <param name="name">Which workflow.</param>
    /// <param name="request">Why, and until when; null: not told, until it is resumed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<Workflow> PauseWorkflowAsync(string name, PauseRequest? request = null, CancellationToken cancellationToken = default) =>
        _workflows.PauseAsync(name, request, cancellationToken);

    /// <summary>Lets a paused workflow go on: the instances that wait at once, its schedules from now on.</summary>
    public Task<Workflow> ResumeWorkflowAsync(string name, CancellationToken cancellationToken = default) =>
        _workflows.ResumeAsync(name, cancellationToken);

    /// <summary>The versions of a workflow that are kept, the newest first.</summary>
    public IAsyncEnumerable<JobVersion> ListWorkflowVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _workflows.ListVersionsAsync(name, cancellationToken);

    /// <summary>A version of a workflow; put back by <see cref="ReplaceWorkflowAsync(WorkflowDefinition, string, string, CancellationToken)"/>.</summary>
    public Task<WorkflowDefinition> GetWorkflowVersionAsync(string name, long version, CancellationToken cancellationToken = default) =>
        _workflows.GetVersionAsync(name, version, cancellationToken);

    /// <summary>In what two versions of a workflow differ.</summary>
    /// <param name="name">Which workflow.</param>
    /// <param name="from">The one version.</param>
    /// <param name="to">The other; null: the current one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<JobDiff> CompareWorkflowVersionsAsync(
        string name,
        long from,
        long? to = null,
        CancellationToken cancellationToken = default
    ) => _workflows.CompareVersionsAsync(name, from, to, cancellationToken);

    /// <summary>A workflow as a drawing.</summary>
    public Task<Graph> DrawWorkflowAsync(
        string name,
        GraphFormat format = GraphFormat.Mermaid,
        CancellationToken cancellationToken = default
    ) => GetAsync<Graph>($"{_workflows.PathOf(name)}/graph{Query(format)}", cancellationToken);

    private static string Query(GraphFormat format) => Query(("format", format == GraphFormat.Ascii ? "ascii" : "mermaid"));
}
