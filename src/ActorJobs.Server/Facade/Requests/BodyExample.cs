namespace ActorJobs.Server.Facade.Requests;

/// <summary>A right body for the request under way, for the answer to a wrong one; a feature of the request as soon as its body is read.</summary>
/// <param name="Json">The body.</param>
internal sealed record BodyExample(string Json);
