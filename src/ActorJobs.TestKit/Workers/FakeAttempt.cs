namespace ActorJobs.TestKit.Workers;

/// <summary>An attempt that a <see cref="FakeWorker"/> was given.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Job">The job's name.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Number">1, 2, …: which attempt of the run.</param>
/// <param name="Params">JSON.</param>
/// <param name="Planned">The instant for which the run was planned.</param>
/// <param name="At">When the worker got it.</param>
public sealed record FakeAttempt(
    string Run,
    string Job,
    string Processor,
    int Number,
    string Params,
    DateTimeOffset Planned,
    DateTimeOffset At
);
