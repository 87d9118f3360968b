namespace ActorJobs.Server.Facade.Requests;

/// <summary>The query parameters that an endpoint has; metadata of it.</summary>
internal sealed record QueryNames(params IReadOnlyList<string> Names);
