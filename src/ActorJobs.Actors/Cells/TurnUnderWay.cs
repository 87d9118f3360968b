namespace ActorJobs.Actors;

/// <summary>A turn from its start until its outputs have left or it was discarded. Used again and again by its actor.</summary>
internal sealed class TurnUnderWay<TMessage, TReply>
{
    // A batch list above this is not kept: thousands of actors may each hold some.
    private const int KeptCapacity = 256;

    private volatile CommitOutcome? _outcome;

    public Turn Turn { get; } = new();

    public List<Envelope<TMessage, TReply>> Batch { get; private set; } = [];

    /// <summary>Null while the commit is under way. Set by the thread that completes the commit.</summary>
    public CommitOutcome? Outcome
    {
        get => _outcome;
        set => _outcome = value;
    }

    /// <summary>Whether an exception of the actor ended it, before anything was committed.</summary>
    public bool Thrown { get; set; }

    /// <summary>Whether it was the life's first turn, which takes no message.</summary>
    public bool IsStart { get; set; }

    /// <summary>Whether the store may hold what the turn wrote.</summary>
    public bool MayBeDurable => Outcome is CommitOutcome.InDoubt || (Outcome is CommitOutcome.Committed && Turn.Writes is not null);

    public void Reset()
    {
        Turn.Reset();
        if (Batch.Capacity > KeptCapacity)
        {
            Batch = [];
        }

        Batch.Clear();
        _outcome = null;
        Thrown = false;
        IsStart = false;
    }
}
