using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Client.Workflows;

/// <summary>A workflow as the server has it. Sent back with changes, it is refused if somebody else has changed it meanwhile.</summary>
public sealed record Workflow : WorkflowDefinition
{
    /// <summary>The internal id, which tells it from a later workflow of its name.</summary>
    public long Id { get; init; }

    /// <summary>1, 2, …</summary>
    public long Version { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this version was saved.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>That it is paused; null if it is not.</summary>
    public Pause? Paused { get; init; }

    /// <summary>Why its stored definition cannot be read; null if it can.</summary>
    public string? SetAside { get; init; }

    /// <summary>The stored definition as it is, if it cannot be read.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>The entity tag of this version.</summary>
    [JsonIgnore]
    public string ETag => JobSaved.TagOf(Id, Version);
}

/// <summary>Which workflows a list shows.</summary>
/// <param name="Prefix">How their names begin; null: any.</param>
/// <param name="Enabled">Whether their schedules are on; null: either.</param>
/// <param name="Labels">Labels that all of them have, as <c>key=value</c>, or <c>key</c> alone.</param>
public sealed record WorkflowQuery(string? Prefix = null, bool? Enabled = null, IReadOnlyList<string>? Labels = null);

/// <summary>A workflow, or an instance of it, as a drawing.</summary>
/// <param name="Format">mermaid or ascii.</param>
/// <param name="Text">The drawing, of several lines.</param>
public sealed record Graph(string Format, string Text);

/// <summary>As what a workflow is drawn.</summary>
public enum GraphFormat
{
    /// <summary>A Mermaid flowchart.</summary>
    Mermaid,

    /// <summary>Lines and columns of letters.</summary>
    Ascii,
}
