namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>What a route is for; metadata of it.</summary>
/// <param name="Id">The name of the operation, unique, in camelCase.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record RouteText(string Id, string Summary);
