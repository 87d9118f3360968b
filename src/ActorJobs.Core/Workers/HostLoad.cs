namespace ActorJobs.Core.Workers;

/// <summary>How busy the machine of a worker is.</summary>
/// <param name="FreeCpu">Processors that are idle.</param>
/// <param name="FreeMemory">Bytes.</param>
/// <param name="FreeDisk">Bytes, where the worker keeps its data.</param>
public sealed record HostLoad(double FreeCpu, long FreeMemory, long FreeDisk);
