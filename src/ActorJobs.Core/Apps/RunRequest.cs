using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>A run that a user asks for.</summary>
/// <param name="Id">Chosen by the sender.</param>
/// <param name="Params">JSON text; null: the job's own.</param>
/// <param name="Planned">When it shall start; now or earlier: at once.</param>
public sealed record RunRequest(RunId Id, string? Params, Instant Planned)
{
    /// <summary>Its own priority; null: that of the job.</summary>
    public int? Priority { get; init; }

    /// <summary>What it is about, for limits per key and sticky workers; null: nothing that is limited.</summary>
    public string? LimitKey { get; init; }

    /// <summary>Names the request; null if it is not to be repeated.</summary>
    public RunKey? Key { get; init; }
}
