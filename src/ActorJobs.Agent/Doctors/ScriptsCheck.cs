using ActorJobs.Agent.Hosting;
using ActorJobs.Agent.Settings;
using ActorJobs.Worker.Doctors;

namespace ActorJobs.Agent.Doctors;

/// <summary>Tells whether jobs may bring code along, and as whom it runs.</summary>
internal sealed class ScriptsCheck(AgentSettings settings) : IWorkerCheck
{
    /// <inheritdoc/>
    public string Name => "scripts";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken)
    {
        var on = AgentOffer
            .All.Where(offer => offer.RunsCode && settings.Allowed.Contains(offer.Name))
            .Select(offer => offer.Name)
            .ToList();
        return Task.FromResult(
            Finding.Ok(
                on.Count is 0
                    ? "off: jobs cannot bring code along"
                    : $"on: jobs may run what they bring along, by {string.Join(", ", on)}, as {Environment.UserName}"
            )
        );
    }
}
