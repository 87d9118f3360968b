namespace ActorJobs.Worker.Tests.Attempts;

/// <summary>Tests that use up the pool of threads of this process, in which nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadPoolGroup
{
    public const string Name = "thread pool";
}
