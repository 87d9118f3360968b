namespace ActorJobs.Cluster;

/// <summary>Some entities have another owner than before.</summary>
/// <param name="entities">Whether an entity is among them, by its id.</param>
public sealed class OwnersChangedEventArgs(Func<string, bool> entities) : EventArgs
{
    /// <summary>Whether an entity is among them, by its id.</summary>
    public Func<string, bool> Entities { get; } = entities;
}
