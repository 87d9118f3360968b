namespace ActorJobs.Server.Tests.Links;

/// <summary>Tests that measure the memory of this process, in which nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryGroup
{
    public const string Name = "memory";
}
