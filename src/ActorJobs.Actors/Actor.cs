namespace ActorJobs.Actors;

/// <summary>One thing with state and a mailbox. Its turns come one at a time; a turn is synchronous and takes a batch of messages.</summary>
/// <typeparam name="TMessage">What it takes.</typeparam>
/// <typeparam name="TReply">What it answers to those who ask.</typeparam>
public abstract class Actor<TMessage, TReply>
{
    /// <summary>
    /// This actor, to give to others and to itself, for instance to what brings the result of work outside the turns. It outlasts this life: what is
    /// told to it reaches the life
    /// that is then. For an entity it is this activation; a later one is reached through the region.
    /// </summary>
    /// <exception cref="InvalidOperationException">Read in the constructor, or of an actor that no system has started.</exception>
    protected ActorRef<TMessage, TReply> Self =>
        Cell ?? throw new InvalidOperationException("An actor has a reference to itself once its system loads it, not in its constructor.");

    internal ActorRef<TMessage, TReply>? Cell { get; set; }

    /// <summary>Brings the state into memory. Called before the first turn of each life; an exception means: try again later, with back-off.</summary>
    /// <exception cref="EntityUnavailableException">There is no such entity, or it is not ours: the actor stops, and its messages are refused with this.</exception>
    public virtual ValueTask LoadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Called in the first turn of each life, before any message.</summary>
    public virtual void Started(Turn turn) { }

    /// <summary>One turn over the messages that waited, one or more, in the order in which they came.
    /// An empty batch means that the time of <see cref="Turn.WakeAfter"/> has come.</summary>
    public abstract void Receive(IReadOnlyList<Envelope<TMessage, TReply>> batch, Turn turn);

    /// <summary>The actor's life is over, and no output of it leaves any more. Called once a life that was loaded.</summary>
    public virtual void Stopped() { }
}
