namespace ActorJobs.Actors;

/// <summary>Whoever waits for the reply to one message. The first word counts; all later ones are of no effect.</summary>
internal abstract class Asker<TReply>
{
    /// <summary>Whether it has its reply or its failure.</summary>
    public abstract bool IsDone { get; }

    public abstract void Reply(TReply reply);

    public abstract void Fail(Exception reason);
}
