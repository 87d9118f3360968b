using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.AppGroups;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Asks owners to operate on workflow instances. An owner has only the open ones in memory, so it is sent the journal of one that has ended.</summary>
internal sealed class InstanceOperations(AppGroups groups, StoreLookup lookup, IStoreQueries queries)
{
    /// <summary>Asks the owner of an app for an operation.</summary>
    /// <param name="app">Which app.</param>
    /// <param name="instance">The id of the instance, as it was written.</param>
    /// <param name="operation">What is asked; which instance and by whom is filled in here.</param>
    /// <param name="request">Who asks.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RefusalException">There is no such instance or node, or its state does not allow it.</exception>
    public async ValueTask<IResult> AskAsync(
        string app,
        string instance,
        OperateInstance operation,
        HttpRequest request,
        CancellationToken cancellationToken = default
    )
    {
        var record = await lookup.InstanceAsync(app, instance, cancellationToken);
        operation.Run = $"{record.Run.Id}";
        operation.By = RequestOrigin.Of(request);
        operation.Role = $"{Caller.Of(request.HttpContext).Role}";
        var message = new AppGroupMessage { OperateInstance = operation };
        var reply = await groups.AskAsync(app, message, cancellationToken);
        if (reply.NeedsJournal is not null)
        {
            var stored =
                await queries.FindInstanceAsync(app, record.Run.Id, cancellationToken)
                ?? throw new RefusalException(
                    ErrorCodes.WorkflowStateConflict,
                    $"Instance {record.Run.Id} is {record.Run.State}, and ended before any node of it began; start another one."
                );
            operation.Ended = InstanceMessages.Write(stored);
            reply = await groups.AskAsync(app, message, cancellationToken);
        }

        return FacadeJson.Answer(new RunStateView(reply.Run.Id, reply.Run.State));
    }
}
