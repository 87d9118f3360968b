namespace ActorJobs.Server.Facade.Views;

/// <summary>Nodes by name.</summary>
/// <param name="Items">The names.</param>
internal sealed record NodeNames(IReadOnlyList<string> Items);
