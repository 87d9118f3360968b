using ActorJobs.Protocol;
using ActorJobs.Worker.Processors;

namespace ActorJobs.Worker.Attempts;

/// <summary>Runs processors, each for one attempt.</summary>
internal interface IAttemptRunner
{
    /// <summary>Runs a processor to its end, and makes a result of whatever happens. Never throws.</summary>
    Task<Result> RunAsync(Dispatch order, ProcessorCall call, AttemptSignals signals);
}
