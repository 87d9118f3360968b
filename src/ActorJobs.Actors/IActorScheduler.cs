namespace ActorJobs.Actors;

/// <summary>Where turns run. The host gives the thread pool; a test gives one thread, and an order that a seed decides.</summary>
public interface IActorScheduler
{
    /// <summary>Runs the work once, later, never within this call. It must not throw.</summary>
    void Post(Action work);
}
