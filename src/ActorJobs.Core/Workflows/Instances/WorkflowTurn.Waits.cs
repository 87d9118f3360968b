using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Expressions;
using ActorJobs.Errors;
using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Core.Workflows.Instances;

/// <content>Nodes that wait: for time, for a signal, for a person.</content>
public sealed partial class WorkflowTurn
{
    /// <summary>How many signals are kept that no node has taken.</summary>
    public const int MostSignals = 100;

    private void Await(WorkflowNode node, WaitWork wait)
    {
        var due =
            wait.Signal is not null ? _now + node.Timeout
            : wait.Until is { } until ? ReadInstant(Text(until))
            : _now + ReadDuration(Text(wait.Duration!));
        var awaited = wait.Signal is null ? Awaited.Time : Awaited.Signal;
        Note(new NodeAwaits(_now, node.Key, NextPass(node), awaited, due, wait.Signal, null));
        if (_instance.Signals.Exists(signal => signal.Name == wait.Signal))
        {
            TakeSignal(node.Key, wait.Signal!);
        }
        else if (wait.Signal is null && due <= _now)
        {
            EndWait(node.Key);
        }
    }

    private void AskForApproval(WorkflowNode node, ApprovalWork approval)
    {
        var prompt = approval.Prompt is { } template ? Text(template) : null;
        Note(new NodeAwaits(_now, node.Key, NextPass(node), Awaited.Approval, _now + approval.Due, null, prompt));
    }

    private int NextPass(WorkflowNode node) => _instance.StatusOf(node.Key).Pass + 1;

    /// <summary>The text that a template makes; JSON that is none stands as it is.</summary>
    private string Text(Template template)
    {
        var json = template.Render(new WorkflowScope(_instance), MostResult);
        return JsonText.KindOf(json) == JsonValueKind.String ? JsonElement.Parse(json).GetString()! : json;
    }

    /// <summary>An instant as users write it, or as expressions give one, which may be finer.</summary>
    private static Instant ReadInstant(string text) =>
        InstantText.TryParse(text, out var instant) ? instant
        : InstantPattern.ExtendedIso.Parse(text) is { Success: true } read ? read.Value
        : throw new ExpressionException(0, $"It waits until '{text}'; {InstantText.Expected}.");

    private static Duration ReadDuration(string text) =>
        DurationText.TryParse(text, out var duration) && duration <= WorkflowLimits.LongestTimeout
            ? duration
            : throw new ExpressionException(
                0,
                $"It waits for '{text}'; {DurationText.Expected}, {DurationText.Format(WorkflowLimits.LongestTimeout)} at most."
            );

    /// <summary>A node has waited as long as it was to.</summary>
    private void WaitIsOver(WorkflowNode node, NodeStatus status)
    {
        switch (status.Awaits)
        {
            case Awaited.Time:
                EndWait(node.Key);
                break;
            case Awaited.Signal:
                End(node, NodeState.TimedOut, new NodeFailure("NoSignal", $"No signal {status.Signal} has come in time."));
                break;
            case Awaited.Approval when node.Work is ApprovalWork { OnDue: not DueAction.Fail } approval:
                Judge(node.Key, approval.OnDue == DueAction.Approve, null, "nobody has decided in time");
                break;
            case Awaited.Approval:
                End(node, NodeState.TimedOut, new NodeFailure("NotApproved", "Nobody has decided in time."));
                break;
            default:
                throw new InvalidOperationException($"Node {node.Key} waits for nothing.");
        }
    }

    private void EndWait(string key)
    {
        Note(new NodeEnded(_now, key, _instance.StatusOf(key).Pass, NodeState.Succeeded, null, null, null));
        ConsiderSuccessors(_instance.Graph.Find(key)!);
    }

    private void TakeSignal(string key, string signal)
    {
        Note(new NodeSignalled(_now, key, signal));
        ConsiderSuccessors(_instance.Graph.Find(key)!);
    }

    private void Judge(string key, bool approved, string? by, string note)
    {
        Note(new ApprovalGiven(_now, key, approved, by, note));
        Ended(_instance.Graph.Find(key)!);
    }

    private void Signal(SignalInstance signal)
    {
        RefuseUnlessRunning("signalled", alsoCompensating: false);
        var names = _instance.Graph.Signals.ToList();
        if (!names.Contains(signal.Name, StringComparer.Ordinal))
        {
            throw new RefusalException(
                ErrorCodes.WorkflowSignalNotFound,
                $"No node of instance {_instance.Id} of workflow {_instance.Workflow} waits for a signal {signal.Name}."
                    + NearMatches.Hint(signal.Name, names),
                "name",
                NearMatches.Of(signal.Name, names)
            );
        }

        if (signal.Payload is { Length: > MostResult })
        {
            throw new RefusalException(
                ErrorCodes.OutOfRange,
                $"The payload has {signal.Payload.Length} characters; expected {MostResult} at most.",
                "payload"
            );
        }

        var waiting = InOrder(_instance.Active).Find(key => _instance.StatusOf(key).Signal == signal.Name);
        if (waiting is null && _instance.Signals.Count >= MostSignals)
        {
            throw Conflict($"Instance {_instance.Id} has {MostSignals} signals that no node has taken yet, and keeps no more.");
        }

        Note(new SignalReceived(_now, signal.Name, signal.By, Value(signal.Payload)));
        if (waiting is not null)
        {
            TakeSignal(waiting, signal.Name);
        }
    }

    private void Approve(ApproveNode approve)
    {
        RefuseUnlessRunning(approve.Approved ? "approved" : "rejected", alsoCompensating: false);
        var node = FindNode(approve.Node);
        var status = _instance.StatusOf(node.Key);
        if (node.Work is not ApprovalWork || status.State != NodeState.Waiting)
        {
            throw Conflict(
                node.Work is ApprovalWork
                    ? $"Node {node.Key} is {status.State}; an approval can be approved or rejected while it is Waiting."
                    : $"Node {node.Key} is no approval, but of the kind {node.KindWord}; only approvals can be approved or rejected.",
                "node"
            );
        }

        RefuseLesserRole(node, approve, approve.Approved ? "approved" : "rejected");
        Judge(node.Key, approve.Approved, approve.By, approve.Note);
    }

    /// <summary>What goes on without approvals that have not been given needs the role that they ask for.</summary>
    private void RefuseAroundApprovals(WorkflowNode node, WorkflowOperation operation, string done)
    {
        RefuseLesserRole(node, operation, done);
        var before = _instance.Graph.Ancestors(ItemKey.NodeOf(node.Key));
        foreach (var approval in before.Select(key => _instance.Graph.Find(key)!).Where(approval => approval.Work is ApprovalWork))
        {
            if (_instance.StatusOf(approval.Key).State is not (NodeState.Succeeded or NodeState.Skipped))
            {
                RefuseLesserRole(approval, operation, $"passed over, as it comes before node {node.Key},");
            }
        }
    }

    /// <summary>What ends an approval needs the role that the approval asks for, also if it ends in another way than by being approved.</summary>
    private static void RefuseLesserRole(WorkflowNode node, WorkflowOperation operation, string done)
    {
        if (node.Work is ApprovalWork { Role: var role } && operation.Role < role)
        {
            throw new RefusalException(
                ErrorCodes.RoleTooLow,
                $"Node {node.Key} can be {done} with the role {role.Word()} or a higher one; {operation.By} has the role {operation.Role.Word()}.",
                "node"
            );
        }
    }
}
