using ActorJobs.Server.Links;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A worker that this node refused; equal refusals are one.</summary>
/// <param name="App">The app that it named; null if it named none.</param>
/// <param name="Worker">The id that it gave; null if it gave none.</param>
/// <param name="Address">Where it dialled from.</param>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Reason">What it was told last.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The last time.</param>
internal sealed record RefusedWorkerView(
    string? App,
    string? Worker,
    string Address,
    string Code,
    string Reason,
    long Count,
    Instant First,
    Instant Last
)
{
    /// <summary>The view of what the node noted.</summary>
    public static RefusedWorkerView Of(RefusedWorker refused) =>
        new(
            Given(refused.App),
            Given(refused.Worker),
            refused.Address,
            refused.Code,
            refused.Reason,
            refused.Count,
            Instant.FromDateTimeOffset(refused.First),
            Instant.FromDateTimeOffset(refused.Last)
        );

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
