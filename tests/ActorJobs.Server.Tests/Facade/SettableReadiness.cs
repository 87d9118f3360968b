using ActorJobs.Server.Facade;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>Readiness that a test decides on.</summary>
internal sealed class SettableReadiness : IReadiness
{
    public bool IsStarted { get; set; } = true;

    public bool IsReady { get; set; } = true;

    public IReadOnlyList<string> Reasons { get; set; } = [];
}
