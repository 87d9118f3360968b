using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>A run that a user asks for.</summary>
/// <param name="Id">Chosen by the sender.</param>
/// <param name="Params">JSON text; null: the job's own.</param>
/// <param name="Planned">When it shall start; now or earlier: at once.</param>
public sealed record RunRequest(RunId Id, string? Params, Instant Planned)
{
    /// <summary>Names the request; null if it is not to be repeated.</summary>
    public RunKey? Key { get; init; }
}
