using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.TestKit.Workflows;

/// <summary>A node of an instance came into a state.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Node">The node's key.</param>
/// <param name="Pass">Its pass then: 1, 2, …; 0 before the first, and for decisions.</param>
/// <param name="State">The state.</param>
public sealed record InstanceStep(DateTimeOffset At, string Node, int Pass, NodeState State)
{
    /// <summary>The steps that events are, in their order.</summary>
    internal static IReadOnlyList<InstanceStep> Of(RunId id, IReadOnlyList<WorkflowEvent> events)
    {
        var steps = new List<InstanceStep>();
        var before = new WorkflowInstance { Id = id };
        foreach (var happened in events)
        {
            var after = before.Apply(happened);
            foreach (var (node, status) in after.Nodes)
            {
                if (status.State != before.StatusOf(node).State)
                {
                    steps.Add(new InstanceStep(happened.At.ToDateTimeOffset(), node, status.Pass, status.State));
                }
            }

            before = after;
        }

        return steps;
    }
}
