using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>That workers are to get no new runs: one by its id, or all that have some labels, also those that come later. What they run goes on to its end.</summary>
/// <param name="Worker">The id; null: the labels tell.</param>
/// <param name="Labels">What a worker must have to fall under it; none if it is one by its id.</param>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when, in whole milliseconds.</param>
/// <param name="Note">Why, in the user's words; null if he did not say.</param>
/// <param name="Until">When it ends by itself, in whole milliseconds; null: never.</param>
public sealed record WorkerDrain(
    string? Worker,
    IReadOnlyDictionary<string, string> Labels,
    string By,
    Instant Since,
    string? Note,
    Instant? Until
)
{
    /// <summary>Which workers, in words: <c>worker w1</c>, <c>workers with pool=blue, zone=a</c>.</summary>
    public string Target =>
        Worker is not null
            ? $"worker {Worker}"
            : $"workers with {string.Join(", ", Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))}";

    /// <summary>Whether a worker falls under it.</summary>
    public bool Covers(Worker worker) =>
        Worker is not null
            ? Worker == worker.Ref.Id
            : Labels.All(label => worker.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>Why a worker gets no runs, as a person reads it.</summary>
    public override string ToString() =>
        $"{Target} drained by {By} since {InstantText.Format(Since)}{Wording.Noted(Note)}"
        + (Until is { } until ? $"; it ends at {InstantText.Format(until)}" : "");
}
