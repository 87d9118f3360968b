namespace ActorJobs.Actors;

/// <summary>A message that was set aside because its turns failed again and again. Nothing of it took effect.</summary>
public sealed class PoisonMessageEventArgs(string actor, object? message, int failures, Exception cause) : EventArgs
{
    /// <summary>The actor's name; type/id for an entity.</summary>
    public string Actor => actor;

    /// <summary>What was sent.</summary>
    public object? Message => message;

    /// <summary>How many turns failed.</summary>
    public int Failures => failures;

    /// <summary>Why the last one failed.</summary>
    public Exception Cause => cause;
}
