using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>That workers get no new runs.</summary>
/// <param name="Worker">The one worker; left out if the labels tell.</param>
/// <param name="Labels">Those that a worker must have to fall under it; left out if it is one worker.</param>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when.</param>
/// <param name="Note">Why, in his words.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record WorkerDrainView(
    string? Worker,
    IReadOnlyDictionary<string, string>? Labels,
    string By,
    Instant Since,
    string? Note,
    Instant? Until
)
{
    /// <summary>The view of a drain.</summary>
    public static WorkerDrainView Of(WorkerDrain drain) =>
        new(drain.Worker, drain.Worker is null ? drain.Labels : null, drain.By, drain.Since, drain.Note, drain.Until);
}
