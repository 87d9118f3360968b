using ActorJobs.Core.Access;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Views;

/// <summary>What a node waits for that has no run.</summary>
/// <param name="For">Time, a signal or an approval.</param>
/// <param name="Signal">The name of the signal.</param>
/// <param name="Prompt">What is to be approved, in words.</param>
/// <param name="Role">The least role with which it can be approved or rejected.</param>
internal sealed record InstanceAwaitView(Awaited For, string? Signal, string? Prompt, Role? Role);
