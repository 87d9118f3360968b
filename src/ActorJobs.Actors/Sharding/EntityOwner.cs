namespace ActorJobs.Actors;

/// <summary>Who owns an entity.</summary>
/// <param name="Node">The owner's name; null while nobody is known to own it.</param>
/// <param name="Term">The term in which this node owns it and takes messages for it; null if it does not. Terms rise with each gain.</param>
public readonly record struct EntityOwner(string? Node, long? Term);
