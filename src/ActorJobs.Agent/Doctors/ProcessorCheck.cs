using ActorJobs.Agent.Hosting;
using ActorJobs.Agent.Settings;
using ActorJobs.Errors;
using ActorJobs.Worker.Doctors;

namespace ActorJobs.Agent.Doctors;

/// <summary>Whether a processor is on, and what it needs is on the machine.</summary>
internal sealed class ProcessorCheck(AgentOffer offer, AgentSettings settings) : IWorkerCheck
{
    /// <inheritdoc/>
    public string Name => $"processor {offer.Name}";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken)
    {
        var path = offer.Interpreter?.Find();
        return Task.FromResult(
            !settings.Allowed.Contains(offer.Name) ? Finding.Ok(offer.Missing(settings.Allowed))
            : offer.Interpreter is not { } interpreter ? Finding.Ok("on")
            : path is not null ? Finding.Ok($"on; {path}")
            : Finding.Failure(
                $"on, but not offered: {interpreter.Missing()}",
                $"{string.Join(" or ", interpreter.Programs)} in a folder of PATH",
                $"Install it for {Environment.UserName}, start the agent with a PATH that has it, or take {offer.Name} out of agent.allow and --allow."
            ) with
            {
                Code = ErrorCodes.InterpreterNotFound,
            }
        );
    }
}
