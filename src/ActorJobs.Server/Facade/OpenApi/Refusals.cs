namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>Errors that a route can answer beside those that follow from its path, its body and its parameters; metadata of it.</summary>
internal sealed record Refusals(IReadOnlyList<string> Codes);
