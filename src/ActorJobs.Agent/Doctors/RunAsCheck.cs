using ActorJobs.Agent.Programs;
using ActorJobs.Worker.Doctors;

namespace ActorJobs.Agent.Doctors;

/// <summary>Tells whether jobs can ask for another user.</summary>
internal sealed class RunAsCheck : IWorkerCheck
{
    /// <inheritdoc/>
    public string Name => "run as";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(
            Finding.Ok(
                ProgramFields.MayRunAsOthers
                    ? "possible: the agent is root, so jobs may name any user in 'runAs'"
                    : $"not possible: only root, on Linux, can run something as another user; this is {Environment.UserName}"
            )
        );
}
