using ActorJobs.Errors;
using ActorJobs.Worker;

namespace ActorJobs.Agent.Params;

/// <summary>A processor of the agent: it takes an object of known fields, and tells in words what is wrong with it.</summary>
internal abstract class AgentProcessor : IBasicProcessor
{
    /// <summary>The fields that its params may have.</summary>
    protected abstract IReadOnlyCollection<string> Fields { get; }

    /// <inheritdoc/>
    public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(context, ParamFields.Read(context.Params, Fields), cancellationToken);
        }
        catch (ParamsException exception)
        {
            return ProcessResult.Failure(exception.Message, ErrorCodes.InvalidParams);
        }
        catch (RefusedException exception)
        {
            return ProcessResult.Failure(exception.Message, exception.Type);
        }
    }

    /// <summary>Does the work.</summary>
    protected abstract Task<ProcessResult> RunAsync(TaskContext context, ParamFields fields, CancellationToken cancellationToken);
}
