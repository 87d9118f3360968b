using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Stores;
using ActorJobs.TestKit.Runs;
using ActorJobs.TestKit.Workflows;

namespace ActorJobs.TestKit.Jobs;

/// <content>Workflow instances, and what users do to them.</content>
public sealed partial class JobTestKit
{
    /// <summary>A workflow instance as it is now. What happens later does not change it.</summary>
    /// <param name="id">Its id, which is that of its run.</param>
    /// <exception cref="ExpectationException">There is no such instance.</exception>
    public KitInstance Instance(string id)
    {
        var runs = Runs;
        var run = runs.WithId(id);
        var stored = _app.Runs[IdOf(run)].Run;
        if (stored.Processor != Core.Jobs.ProcessorReference.Workflow)
        {
            throw new ExpectationException($"Expected an instance of a workflow; found a run of job {run.Job}:\n  {run}");
        }

        return _app.Journals.ContainsKey(stored.Id) ? new KitInstance(run, _app.Instance(stored.Id), runs) : new KitInstance(run);
    }

    /// <summary>Starts an instance of a workflow, and lets happen what can happen at once.</summary>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="parameters">Written as JSON; the workflow's own if left out.</param>
    /// <param name="delay">When it shall begin, from now; at once if left out.</param>
    /// <param name="by">Who asks, as expressions read it in trigger.name.</param>
    /// <returns>The instance, after that.</returns>
    /// <exception cref="RefusalException">There is no such workflow.</exception>
    /// <exception cref="ExpectationException">A node needs a processor that the kit does not have.</exception>
    public async Task<KitInstance> StartInstanceAsync(
        string workflow,
        object? parameters = null,
        TimeSpan delay = default,
        string by = TheTest
    ) => Instance(await SubmitAsync(workflow, isWorkflow: true, parameters, delay, by));

    /// <summary>Starts an instance of a workflow, and lets time pass until it has ended.</summary>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="within">How long that may take, of the kit's time.</param>
    /// <param name="parameters">Written as JSON; the workflow's own if left out.</param>
    /// <returns>The instance, as it ended.</returns>
    /// <exception cref="RefusalException">There is no such workflow.</exception>
    /// <exception cref="ExpectationException">It has not ended by then, or a node needs a processor that the kit does not have.</exception>
    public async Task<KitInstance> RunWorkflowAsync(string workflow, TimeSpan within, object? parameters = null) =>
        await AdvanceUntilEndedAsync(await StartInstanceAsync(workflow, parameters), within);

    /// <summary>Lets time pass until a workflow instance has ended.</summary>
    /// <param name="instance">Which.</param>
    /// <param name="within">How long that may take, of the kit's time.</param>
    /// <returns>The instance, as it ended.</returns>
    /// <exception cref="ExpectationException">It has not ended by then, or a node needs a processor that the kit does not have.</exception>
    public async Task<KitInstance> AdvanceUntilEndedAsync(KitInstance instance, TimeSpan within)
    {
        var id = IdOf(instance.Run);
        var hasEnded = await DriveAsync(within, () => _app.Runs[id].Run.State.IsEnd());
        var now = Instance(instance.Id);
        return hasEnded
            ? now
            : throw new ExpectationException(
                $"Expected the instance of {now.Workflow} to end within {within}; at {RunText.Of(Now)} it is {now.State}.\n{now}"
            );
    }

    /// <summary>Cancels an instance: its runs are stopped, and it ends when the last of them has.</summary>
    /// <param name="instance">Which.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">It has ended.</exception>
    public async Task<KitInstance> CancelInstanceAsync(KitInstance instance)
    {
        await CancelAsync($"{IdOf(instance.Run)}");
        return Instance(instance.Id);
    }

    /// <summary>Lets no node of an instance begin until it is resumed.</summary>
    /// <param name="instance">Which.</param>
    /// <param name="note">Why.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">It is not open.</exception>
    public Task<KitInstance> PauseInstanceAsync(KitInstance instance, string note = "") =>
        OperateAsync(instance, new OperateInstance { Pause = new PauseInstance { Note = note } });

    /// <summary>Lets a paused instance go on.</summary>
    /// <param name="instance">Which.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">It is not open.</exception>
    public Task<KitInstance> ResumeInstanceAsync(KitInstance instance) =>
        OperateAsync(instance, new OperateInstance { Resume = new Empty() });

    /// <summary>Runs the failed nodes of an instance again, and what follows them.</summary>
    /// <param name="instance">Which.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">Its state does not allow it.</exception>
    public Task<KitInstance> RetryInstanceAsync(KitInstance instance) =>
        OperateAsync(instance, new OperateInstance { Retry = new Empty() });

    /// <summary>Runs a node that has ended again, and all that follows it.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The node's key.</param>
    /// <param name="parameters">Written as JSON; as before if left out.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">There is no such node, or its state does not allow it.</exception>
    public Task<KitInstance> RerunNodeAsync(KitInstance instance, string node, object? parameters = null)
    {
        var rerun = new RerunNode { Node = node };
        if (parameters is not null)
        {
            rerun.Params = Json(parameters);
        }

        return OperateAsync(instance, new OperateInstance { Rerun = rerun });
    }

    /// <summary>Lets a node count as succeeded; what runs of it is stopped.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The node's key.</param>
    /// <param name="result">What counts as its result, written as JSON; none if left out.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">There is no such node, or its state does not allow it.</exception>
    public Task<KitInstance> MarkNodeSucceededAsync(KitInstance instance, string node, object? result = null)
    {
        var mark = new MarkNode { Node = node };
        if (result is not null)
        {
            mark.Result = Json(result);
        }

        return OperateAsync(instance, new OperateInstance { Mark = mark });
    }

    /// <summary>Lets an instance go on without a node; what runs of it is stopped.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The node's key.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">There is no such node, or its state does not allow it.</exception>
    public Task<KitInstance> SkipNodeAsync(KitInstance instance, string node) =>
        OperateAsync(instance, new OperateInstance { Skip = new SkipNode { Node = node } });

    /// <summary>Sends a signal to an instance; it is kept until a node that waits for it takes it.</summary>
    /// <param name="instance">Which.</param>
    /// <param name="name">The signal's name.</param>
    /// <param name="payload">What becomes the result of the node, written as JSON; nothing if left out.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">None of its nodes waits for such a signal, or its state does not allow it.</exception>
    public Task<KitInstance> SignalInstanceAsync(KitInstance instance, string name, object? payload = null)
    {
        var signal = new SignalInstance { Name = name };
        if (payload is not null)
        {
            signal.Payload = Json(payload);
        }

        return OperateAsync(instance, new OperateInstance { Signal = signal });
    }

    /// <summary>Approves what a node of the kind approval waits for.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The node's key.</param>
    /// <param name="note">Why.</param>
    /// <param name="role">The role of who approves.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">There is no such node, it does not wait for approval, or the role is lower than the one that it asks for.</exception>
    public Task<KitInstance> ApproveNodeAsync(KitInstance instance, string node, string note = "", Role role = Role.Admin) =>
        JudgeAsync(instance, node, approved: true, note, role);

    /// <summary>Rejects what a node of the kind approval waits for: it fails.</summary>
    /// <param name="instance">Of which instance.</param>
    /// <param name="node">The node's key.</param>
    /// <param name="note">Why.</param>
    /// <param name="role">The role of who rejects.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">There is no such node, it does not wait for approval, or the role is lower than the one that it asks for.</exception>
    public Task<KitInstance> RejectNodeAsync(KitInstance instance, string node, string note = "", Role role = Role.Admin) =>
        JudgeAsync(instance, node, approved: false, note, role);

    /// <summary>Undoes what the nodes of an instance that has ended have done, by the nodes that compensate them.</summary>
    /// <param name="instance">Which.</param>
    /// <returns>The instance, after what can happen at once.</returns>
    /// <exception cref="RefusalException">It has not ended, or there is nothing to compensate.</exception>
    public Task<KitInstance> CompensateInstanceAsync(KitInstance instance) =>
        OperateAsync(instance, new OperateInstance { Compensate = new Empty() });

    private Task<KitInstance> JudgeAsync(KitInstance instance, string node, bool approved, string note, Role role)
    {
        var approve = new ApproveNode
        {
            Node = node,
            Approved = approved,
            Note = note,
        };
        return OperateAsync(instance, new OperateInstance { Approve = approve }, role);
    }

    /// <summary>Asks for an operation. An owner has only the open instances in memory, so it is sent the journal of one that has ended.</summary>
    private async Task<KitInstance> OperateAsync(KitInstance instance, OperateInstance operation, Role role = Role.Admin)
    {
        var id = IdOf(instance.Run);
        (operation.Run, operation.By, operation.Role) = ($"{id}", TheTest, $"{role}");
        var message = new AppGroupMessage { OperateInstance = operation };
        if ((await AskAsync(message)).NeedsJournal is not null)
        {
            operation.Ended = EndedInstance(id);
            await AskAsync(message);
        }

        return Instance(instance.Id);
    }

    private EndedInstance EndedInstance(RunId id)
    {
        var run = _app.Runs[id];
        return _app.Journals.ContainsKey(id)
            ? InstanceMessages.Write(
                new InstanceRecord(new RunRecord(run.Run, run.Params, run.Result, run.Failure, run.Run.Planned), _app.Instance(id))
            )
            : throw new RefusalException(
                ErrorCodes.WorkflowStateConflict,
                $"Instance {id} is {run.Run.State}, and ended before any node of it began; start another one."
            );
    }

    private static RunId IdOf(KitRun run) => new(Guid.Parse(run.Id));

    private static string Json(object value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
