using ActorJobs.Protocol;

namespace ActorJobs.Worker.Hosts;

/// <summary>For workers that are not on a machine of their own, as in tests.</summary>
internal sealed class NoHostMeter : IHostMeter
{
    public HostLoad? Sample() => null;
}
