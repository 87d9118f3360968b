namespace ActorJobs.Actors;

/// <summary>Something that leaves the actor after its turn's commit.</summary>
internal abstract class Output
{
    public abstract void Leave();
}

internal sealed class ActionOutput(Action action) : Output
{
    public override void Leave() => action();
}

internal sealed class ReplyOutput<TReply>(Asker<TReply> asker, TReply reply) : Output
{
    public override void Leave() => asker.Reply(reply);
}
