using ActorJobs.Core.Workers;
using ActorJobs.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.TestKit.Jobs;

/// <summary>The settings of a <see cref="JobTestKit"/>.</summary>
public sealed class JobTestKitOptions
{
    /// <summary>The id of the worker that has the processors.</summary>
    public const string ProcessorsWorker = "processors";

    internal JobTestKitOptions()
    {
        Services.AddSingleton(_ => Time!);
        Services.AddLogging();
        Processors = Services.AddActorJobsWorker(worker => worker.App = App);
    }

    /// <summary>The name of the app. Default: test.</summary>
    public string App { get; set; } = "test";

    /// <summary>What the clock shows at first. Default: 2026-01-01T00:00:00Z.</summary>
    public DateTimeOffset Start { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Decides the order of what could happen in any order. The same seed gives the same history.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>How many runs the worker with the processors does at once: 1 or more. Default: 4.</summary>
    public int Slots { get; set; } = 4;

    /// <summary>When a worker's silence means something. Default: as a server's, so that a worker is lost after 30 s.</summary>
    public WorkerLimits WorkerLimits { get; set; } = WorkerLimits.Default;

    /// <summary>How long, of real time, processors may work while the kit's time stands still, before the kit fails the test. Default: 10 s.</summary>
    public TimeSpan RealTimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The services of processors. The kit's <see cref="TimeProvider"/> is among them; hosted services are not started.</summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>Declares the processors. They run for real, in a worker of the kit with the id
    /// <see cref="ProcessorsWorker"/>; without any there is no such worker.</summary>
    public WorkerBuilder Processors { get; }

    internal TimeProvider? Time { get; set; }
}
