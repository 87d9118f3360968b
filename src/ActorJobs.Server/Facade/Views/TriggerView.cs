using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Views;

/// <summary>What made a run.</summary>
/// <param name="Kind">A schedule, a request, or a node of a workflow instance.</param>
/// <param name="Name">The schedule's name, who asked, or instance, node and pass.</param>
/// <param name="Instance">The instance whose node it is the run of.</param>
/// <param name="Node">The key of that node.</param>
/// <param name="Pass">Which pass of the node.</param>
internal sealed record TriggerView(TriggerKind Kind, string Name, RunId? Instance, string? Node, int? Pass)
{
    /// <summary>The view of a trigger.</summary>
    public static TriggerView Of(Trigger trigger)
    {
        var pass = NodePass.Of(trigger);
        return new TriggerView(trigger.Kind, trigger.Name, pass?.Instance, pass?.Node, pass?.Pass);
    }
}
