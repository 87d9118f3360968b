namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>The body that a route takes; metadata of it.</summary>
/// <param name="Schema">The name of its schema in schemas.json.</param>
/// <param name="Example">A right body.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="MediaTypes">As what it may be sent.</param>
internal sealed record BodyShape(string Schema, string Example, bool IsRequired, IReadOnlyList<string> MediaTypes);
