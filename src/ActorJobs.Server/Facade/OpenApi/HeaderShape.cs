namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>The request headers that a route heeds; metadata of it.</summary>
internal sealed record HeaderShape(IReadOnlyList<string> Names);
