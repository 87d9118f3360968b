namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Stands in for work that could not be read, in a graph that is looked through for other errors and then thrown away.</summary>
internal sealed record UnreadWork : NodeWork;
