using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Says in a sentence what has happened to a workflow instance.</summary>
internal static class EventWords
{
    /// <summary>The sentence for an event.</summary>
    public static string Of(WorkflowEvent happened) =>
        happened switch
        {
            InstanceStarted started =>
                $"The instance began with version {started.Version} of workflow {started.Workflow}, {Cause(started.Trigger)}.",
            NodeStarted started => $"Node {started.Node} began pass {started.Pass}, which is run {started.Run}.",
            NodeWaits waits =>
                $"Pass {waits.Pass} of node {waits.Node} ended as {waits.End}{Because(waits.Failure)}. The next pass begins at {InstantText.Format(waits.Until)}.",
            NodeStopping stopping => $"Node {stopping.Node} was told to stop, to end as {stopping.End}: {stopping.Reason}.",
            NodeEnded ended => $"Node {ended.Node} ended as {ended.State}{Because(ended.Failure)}.",
            NodeDecided decided => $"Decision {decided.Node} chose the branch {decided.Branch}.",
            NodeSkipped { By: { } by } skipped => $"{by} skipped node {skipped.Node}; what follows goes on as if it had succeeded.",
            NodeSkipped { Passed: true } skipped =>
                $"Node {skipped.Node} was skipped: {skipped.Reason}. What follows goes on as if it had succeeded.",
            NodeSkipped skipped => $"Node {skipped.Node} was skipped: {skipped.Reason}.",
            NodeMarked marked => $"{marked.By} marked node {marked.Node} as succeeded.",
            NodesReset reset =>
                $"{reset.By} set back {string.Join(", ", reset.Nodes)}, for {reset.Operation}{(reset.Params is null ? "" : " with other params")}.",
            InstancePaused paused => $"{paused.By} paused the instance{(paused.Note.Length > 0 ? $": {paused.Note}" : "")}.",
            InstanceResumed resumed => $"{resumed.By} resumed the instance.",
            InstanceStopping stopping => $"The instance was told to stop, to end as {stopping.End}: {stopping.Reason}.",
            InstanceEnded ended => $"The instance ended as {ended.State}{Because(ended.Failure)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event that has words."),
        };

    private static string Cause(Trigger trigger) =>
        trigger.Kind switch
        {
            TriggerKind.Schedule => $"by its schedule {trigger.Name}",
            TriggerKind.Node when NodePass.Of(trigger) is { } pass =>
                $"for pass {pass.Pass} of node {pass.Node} of instance {pass.Instance}",
            _ => $"asked for by {trigger.Name}",
        };

    private static string Because(NodeFailure? failure) => failure is null ? "" : $": {failure.Type}: {failure.Message.TrimEnd('.')}";
}
