namespace ActorJobs.Actors;

/// <summary>A sharded entity: its type, and its id within the type.</summary>
public readonly record struct EntityId(string Type, string Id)
{
    /// <summary>As logs and errors show it: type/id.</summary>
    public override string ToString() => $"{Type}/{Id}";
}
