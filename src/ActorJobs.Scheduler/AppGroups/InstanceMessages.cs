using System.Text.Json;
using ActorJobs.Core;
using ActorJobs.Core.Access;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>Between the messages about workflow instances and the calls of the app group's model.</summary>
public static class InstanceMessages
{
    /// <summary>What the store has of an instance, on its way to the app group.</summary>
    public static EndedInstance Write(InstanceRecord record)
    {
        var ended = new EndedInstance { Run = WorkflowJournal.Write(record.Run.Run) };
        if (record.Instance.Snapshot is { } snapshot)
        {
            ended.Snapshot = snapshot;
        }

        ended.Events.AddRange(record.Instance.Events);
        return ended;
    }

    /// <summary>What an instance is, as the store has it.</summary>
    /// <param name="stored">Its journal.</param>
    /// <param name="state">The state of its run.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.WorkflowStateConflict"/>: its journal cannot be read.</exception>
    public static WorkflowInstance Read(StoredInstance stored, RunState state)
    {
        try
        {
            return WorkflowJournal.Recover(stored.Id, stored.Snapshot, stored.Events, ReadGraph);
        }
        catch (JsonException problem)
        {
            throw Unreadable(stored.Id, state, problem);
        }
    }

    /// <summary>The refusal of a request for an instance whose journal cannot be read.</summary>
    /// <param name="id">Which instance.</param>
    /// <param name="state">The state of its run.</param>
    /// <param name="problem">What is wrong with the journal.</param>
    public static RefusalException Unreadable(RunId id, RunState state, JsonException problem)
    {
        var remedy = state.IsEnd() ? $"It is {state}; GET of the run of the same id tells more." : "It can be cancelled.";
        return new RefusalException(
            ErrorCodes.WorkflowStateConflict,
            $"The journal of instance {id} cannot be read: {problem.Message} {remedy}"
        );
    }

    /// <summary>The graph of a stored definition.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    internal static WorkflowGraph ReadGraph(string definition)
    {
        using var json = JsonDocument.Parse(definition);
        var reading = JobDefinitionReader.Read(json.RootElement);
        return reading.Definition?.Graph
            ?? throw new JsonException(string.Join("; ", reading.Errors.Select(error => $"{error.Field}: {error.Message}")));
    }

    /// <summary>Does an operation; asks for the journal if the instance is not in memory.</summary>
    internal static Func<AppEffects, AppGroupReply> Operate(AppGroup group, OperateInstance message, Moment moment)
    {
        var id = RunMessages.ReadRun(message.Run);
        var operation = Read(message) with { Role = Enum.TryParse<Role>(message.Role, out var role) ? role : default };
        if (group.Find(id) is not null)
        {
            group.OperateInstance(id, operation, moment);
        }
        else if (message.Ended is { } ended)
        {
            var stored = new StoredInstance(id, ended.HasSnapshot ? ended.Snapshot : null, ended.Events);
            var run = WorkflowJournal.ReadRun(ended.Run);
            group.OperateEndedInstance(run, Read(stored, run.State), operation, moment);
        }
        else
        {
            return _ => new AppGroupReply { NeedsJournal = new NeedsJournal() };
        }

        return effects => new AppGroupReply { Run = RunMessages.View(group, id, effects, moment) };
    }

    private static WorkflowOperation Read(OperateInstance message) =>
        message.OperationCase switch
        {
            OperateInstance.OperationOneofCase.Pause => new Core.Workflows.Instances.PauseInstance(message.By, message.Pause.Note),
            OperateInstance.OperationOneofCase.Resume => new ResumeInstance(message.By),
            OperateInstance.OperationOneofCase.Retry => new RetryFailedNodes(message.By),
            OperateInstance.OperationOneofCase.Rerun => new RerunFromNode(
                message.By,
                message.Rerun.Node,
                message.Rerun.HasParams ? message.Rerun.Params : null
            ),
            OperateInstance.OperationOneofCase.Mark => new MarkNodeSucceeded(
                message.By,
                message.Mark.Node,
                message.Mark.HasResult ? message.Mark.Result : null
            ),
            OperateInstance.OperationOneofCase.Skip => new Core.Workflows.Instances.SkipNode(message.By, message.Skip.Node),
            OperateInstance.OperationOneofCase.Signal => new Core.Workflows.Instances.SignalInstance(
                message.By,
                message.Signal.Name,
                message.Signal.HasPayload ? message.Signal.Payload : null
            ),
            OperateInstance.OperationOneofCase.Approve => new Core.Workflows.Instances.ApproveNode(
                message.By,
                message.Approve.Node,
                message.Approve.Approved,
                message.Approve.Note
            ),
            OperateInstance.OperationOneofCase.Compensate => new CompensateInstance(message.By),
            _ => throw new RefusalException(
                ErrorCodes.UnknownMessage,
                $"The app group does not know the operation {message.OperationCase}: the sender is of a newer version."
            ),
        };
}
