using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client.Jobs;

/// <summary>A job as the server has it. Sent back with changes, it is refused if somebody else has changed it meanwhile.</summary>
public sealed record Job : JobDefinition
{
    /// <summary>The internal id, which tells it from a later job of its name.</summary>
    public long Id { get; init; }

    /// <summary>1, 2, …</summary>
    public long Version { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this version was saved.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>That it is paused; null if it is not. To send it back changes nothing.</summary>
    public Pause? Paused { get; init; }

    /// <summary>Why its stored definition cannot be read; null if it can.</summary>
    public string? SetAside { get; init; }

    /// <summary>The stored definition as it is, if it cannot be read.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>The entity tag of this version.</summary>
    [JsonIgnore]
    public string ETag => JobSaved.TagOf(Id, Version);
}

/// <summary>A job that was just saved.</summary>
/// <param name="Name">Its name now.</param>
/// <param name="Id">The internal id.</param>
/// <param name="Version">1, 2, …</param>
/// <param name="Enabled">Whether its schedules are on.</param>
public sealed record JobSaved(string Name, long Id, long Version, bool Enabled)
{
    /// <summary>The entity tag of this version.</summary>
    [JsonIgnore]
    public string ETag => TagOf(Id, Version);

    internal static string TagOf(long id, long version) => FormattableString.Invariant($"\"{id}.{version}\"");
}

/// <summary>A definition that a job has, or had.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="SavedAt">When it came into force.</param>
/// <param name="Changed">The fields in which it differs from the version before; null if that is not kept any more.</param>
public sealed record JobVersion(long Version, DateTimeOffset SavedAt, IReadOnlyList<string>? Changed);

/// <summary>In what two versions of a job differ.</summary>
/// <param name="From">The one version.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">Field by field.</param>
public sealed record JobDiff(long From, long To, IReadOnlyList<JobChange> Changes);

/// <summary>One difference.</summary>
/// <param name="Field">The path of the field.</param>
/// <param name="Before">What was there; null if nothing was.</param>
/// <param name="After">What is there; null if nothing is.</param>
public sealed record JobChange(string Field, JsonElement? Before, JsonElement? After);

/// <summary>Which jobs a list shows.</summary>
/// <param name="Prefix">How their names begin; null: any.</param>
/// <param name="Enabled">Whether their schedules are on; null: either.</param>
/// <param name="Processor">The processor that they run; null: any.</param>
/// <param name="Labels">Labels that all of them have, as <c>key=value</c>, or <c>key</c> alone.</param>
public sealed record JobQuery(string? Prefix = null, bool? Enabled = null, string? Processor = null, IReadOnlyList<string>? Labels = null);
