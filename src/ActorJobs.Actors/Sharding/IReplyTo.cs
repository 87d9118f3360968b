namespace ActorJobs.Actors;

/// <summary>Where the reply to a message goes that came in its wire form. The first word counts; all later ones are of no effect.</summary>
public interface IReplyTo
{
    /// <summary>The reply in its wire form.</summary>
    void Reply(byte[] reply);

    /// <summary>There will be no reply: <see cref="EntityUnavailableException"/>, <see cref="OutcomeUnknownException"/> or
    /// <see cref="PoisonMessageException"/>.</summary>
    void Fail(Exception reason);
}
