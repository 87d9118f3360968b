using System.Globalization;
using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>A pass of a node of a workflow instance, as the trigger of its run names it.</summary>
/// <param name="Instance">Whose node.</param>
/// <param name="Node">Its key.</param>
/// <param name="Pass">1, 2, …</param>
public readonly record struct NodePass(RunId Instance, string Node, int Pass)
{
    /// <summary>As the name of a trigger.</summary>
    public Trigger Trigger => new(TriggerKind.Node, ToString());

    /// <summary>The pass whose run was made by a trigger; null if it was made by something else.</summary>
    public static NodePass? Of(Trigger trigger) =>
        trigger.Kind == TriggerKind.Node
        && trigger.Name.Split('/') is [var instance, var node, var pass]
        && RunId.TryParse(instance, out var id)
        && int.TryParse(pass, CultureInfo.InvariantCulture, out var number)
            ? new NodePass(id, node, number)
            : null;

    /// <summary>Instance, node and pass with slashes between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Instance}/{Node}/{Pass}");
}
