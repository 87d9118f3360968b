namespace ActorJobs.Actors;

/// <summary>The entities of one type on this node, to the engine. All members may be called from any thread.</summary>
public interface IEntityHost
{
    /// <summary>The type of the entities.</summary>
    string Type { get; }

    /// <summary>A message for an entity of this node. If the node owns it no more, the delivery fails with <see cref="EntityUnavailableException"/>.</summary>
    void Deliver(Delivery delivery);

    /// <summary>The node owns these entities now, seen by id. Those that are remembered start; may be told again.</summary>
    void Gained(Func<string, bool> entities);

    /// <summary>
    /// The node is to serve these entities no more. <see cref="IEngine.OwnerOf"/> says so already. Ends when their actors have stopped: nothing new
    /// is taken, commits under way
    /// have ended, and outputs have left as far as <see cref="IEngine.MayAct"/> let them.
    /// </summary>
    Task LoseAsync(Func<string, bool> entities);
}
