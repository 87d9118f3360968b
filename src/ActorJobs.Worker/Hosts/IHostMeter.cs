using ActorJobs.Protocol;

namespace ActorJobs.Worker.Hosts;

/// <summary>Tells how busy the machine is.</summary>
internal interface IHostMeter
{
    /// <summary>What is free since the last time it was asked; null: not known.</summary>
    HostLoad? Sample();
}
