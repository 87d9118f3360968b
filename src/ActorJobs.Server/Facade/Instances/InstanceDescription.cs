using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Facade.Waiting;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Shows workflow instances as they are: what follows from their journal, and for an open one its owner's words.</summary>
internal sealed class InstanceDescription(StoreLookup lookup, IStoreQueries queries, RunDescription description)
{
    private static readonly WorkflowGraph Unknown = new([], []);

    /// <summary>The graph of a workflow as stored; null if its definition cannot be read.</summary>
    public static WorkflowGraph? GraphOf(JobRecord job)
    {
        using var json = JsonDocument.Parse(job.Definition);
        return JobDefinitionReader.Read(json.RootElement).Definition?.Graph;
    }

    /// <summary>An instance with everything that is known of it.</summary>
    /// <exception cref="RefusalException">There is no such instance, or its journal cannot be read.</exception>
    public async ValueTask<InstanceView> ShowAsync(string app, string instance, CancellationToken cancellationToken = default)
    {
        var record = await lookup.InstanceAsync(app, instance, cancellationToken);
        var wait = record.Run.State.IsEnd() ? null : (await description.ShowAsync(app, instance, cancellationToken)).Wait;
        var (run, recovered) = await RecoverAsync(app, record, cancellationToken);
        return InstanceView.Alone(run, recovered, run.Run.State.IsEnd() ? null : wait);
    }

    /// <summary>An instance as it follows from its journal.</summary>
    /// <exception cref="RefusalException">There is no such instance, or its journal cannot be read.</exception>
    public async ValueTask<WorkflowInstance> FindAsync(string app, string instance, CancellationToken cancellationToken = default)
    {
        var record = await lookup.InstanceAsync(app, instance, cancellationToken);
        return (await RecoverAsync(app, record, cancellationToken)).Instance;
    }

    private async ValueTask<(RunRecord Run, WorkflowInstance Instance)> RecoverAsync(
        string app,
        RunRecord record,
        CancellationToken cancellationToken
    ) =>
        await queries.FindInstanceAsync(app, record.Run.Id, cancellationToken) is { } stored
            ? (stored.Run, InstanceMessages.Read(stored.Instance, stored.Run.Run.State))
            : (record, await NotBegunAsync(app, record, cancellationToken));

    /// <summary>One that has not begun would follow the definition that is in force now; none if the workflow is gone.</summary>
    private async ValueTask<WorkflowInstance> NotBegunAsync(string app, RunRecord record, CancellationToken cancellationToken)
    {
        var run = record.Run;
        var found = await queries.FindJobAsync(app, run.JobName, cancellationToken);
        var job = found?.JobId == run.JobId ? found : null;
        return new WorkflowInstance
        {
            Id = run.Id,
            Workflow = run.JobName,
            Version = job?.Version ?? run.JobVersion,
            Params = record.Params,
            Trigger = run.Trigger,
            Planned = run.Planned,
            State = run.State,
            Graph = (job is null ? null : GraphOf(job)) ?? Unknown,
        };
    }
}
