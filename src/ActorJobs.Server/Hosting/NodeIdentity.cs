namespace ActorJobs.Server;

/// <summary>Which node this is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoreId">The store that it works on; epochs and tokens are compared within one store only.</param>
public sealed record NodeIdentity(string Name, string StoreId);
