namespace ActorJobs.Actors;

/// <summary>Who lets an actor live. Called where the actor's turns run.</summary>
internal interface ICellOwner
{
    /// <summary>Whether outputs may leave now.</summary>
    bool MayAct { get; }

    /// <summary>A commit found another writer; the actor is ending.</summary>
    void Fenced();

    /// <summary>The actor has ended and will not live again.</summary>
    void Stopped(Ending ending);
}

/// <summary>Why an actor ended for good.</summary>
internal enum Ending
{
    /// <summary>It was told to stop.</summary>
    Stopped,

    /// <summary>It asked for it in a turn.</summary>
    ByItself,

    /// <summary>Its right to act was gone, another writer took over, or there is nothing to load.</summary>
    Unavailable,
}
