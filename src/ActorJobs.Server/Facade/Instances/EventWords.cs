using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Says in a sentence what has happened to a workflow instance.</summary>
internal static class EventWords
{
    private const int MostKeys = 20;

    /// <summary>The sentence for an event.</summary>
    public static string Of(WorkflowEvent happened) => Sentence(Words(happened));

    private static string Words(WorkflowEvent happened) =>
        happened switch
        {
            InstanceStarted started =>
                $"The instance began with version {started.Version} of workflow {started.Workflow}, {Cause(started.Trigger)}",
            NodeStarted started => $"Node {started.Node} began pass {started.Pass}, which is run {started.Run}",
            NodeWaits waits => Sentence($"Pass {waits.Pass} of node {waits.Node} ended as {waits.End}{Because(waits.Failure)}")
                + $" The next pass begins at {InstantText.Format(waits.Until)}",
            NodeStopping stopping => $"Node {stopping.Node} was told to stop, to end as {stopping.End}: {stopping.Reason}",
            NodeEnded ended => $"Node {ended.Node} ended as {ended.State}{Because(ended.Failure)}",
            NodeDecided decided => $"Decision {decided.Node} chose the branch {decided.Branch}",
            NodeSkipped { By: { } by } skipped => $"{by} skipped node {skipped.Node}; what follows goes on as if it had succeeded",
            NodeSkipped { Passed: true } skipped =>
                $"{Sentence($"Node {skipped.Node} was skipped: {skipped.Reason}")} What follows goes on as if it had succeeded",
            NodeSkipped skipped => $"Node {skipped.Node} was skipped: {skipped.Reason}",
            NodeMarked marked => $"{marked.By} marked node {marked.Node} as succeeded",
            NodeAwaits awaits => $"Node {awaits.Node} waits{Until(awaits.Due)}{For(awaits)}",
            ApprovalGiven given => $"{given.By ?? "Time"} {(given.Approved ? "approved" : "rejected")} node {given.Node}{With(given.Note)}",
            SignalReceived received => $"{received.By} sent the signal {received.Name}",
            NodeSignalled signalled => $"Node {signalled.Node} took the signal {signalled.Signal}",
            NodeFannedOut fannedOut => $"Node {fannedOut.Node} began pass {fannedOut.Pass}, for {fannedOut.Items.Count} items",
            NodesReset reset =>
                $"{reset.By} set back {Several([.. reset.Items ?? [], .. reset.Nodes])}, for {reset.Operation}{(reset.Params is null ? "" : " with other params")}",
            InstancePaused paused => $"{paused.By} paused the instance{With(paused.Note)}",
            InstanceResumed resumed => $"{resumed.By} resumed the instance",
            InstanceStopping stopping => $"The instance was told to stop, to end as {stopping.End}: {stopping.Reason}",
            InstanceCompensating { By: { } by } compensating => $"{by} had what its nodes did undone; then it ends as {compensating.End}",
            InstanceCompensating compensating =>
                $"What its nodes did is undone, then it ends as {compensating.End}{Because(compensating.Failure)}",
            InstanceEnded ended => $"The instance ended as {ended.State}{Because(ended.Failure)}",
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event that has words."),
        };

    /// <summary>What users and programs write at the end of one may have its own mark.</summary>
    private static string Sentence(string words) => words[^1] is '.' or '!' or '?' or '…' ? words : $"{words}.";

    private static string Cause(Trigger trigger) =>
        trigger.Kind switch
        {
            TriggerKind.Schedule => $"by its schedule {trigger.Name}",
            TriggerKind.Node when NodePass.Of(trigger) is { } pass =>
                $"for pass {pass.Pass} of node {pass.Node} of instance {pass.Instance}",
            _ => $"asked for by {trigger.Name}",
        };

    private static string Until(Instant? due) => due is { } instant ? $" until {InstantText.Format(instant)}" : "";

    private static string For(NodeAwaits awaits) =>
        awaits.Awaited switch
        {
            Awaited.Signal => $" for the signal {awaits.Signal}",
            Awaited.Approval => $" for somebody to approve{With(awaits.Prompt ?? "")}",
            _ => "",
        };

    private static string With(string note) => note.Length > 0 ? $": {note}" : "";

    private static string Several(IReadOnlyList<string> keys) =>
        string.Join(", ", keys.Take(MostKeys)) + (keys.Count > MostKeys ? $" and {keys.Count - MostKeys} more" : "");

    private static string Because(NodeFailure? failure) => failure is null ? "" : $": {failure.Type}: {failure.Message}";
}
