namespace ActorJobs.Core.Jobs;

/// <summary>What happens to a run whose worker is lost.</summary>
public enum Delivery
{
    /// <summary>It is given again; its effect happens at least once.</summary>
    AtLeastOnce,

    /// <summary>It ends <see cref="Runs.RunState.WorkerLost"/>; its effect happens at most once.</summary>
    AtMostOnce,
}
