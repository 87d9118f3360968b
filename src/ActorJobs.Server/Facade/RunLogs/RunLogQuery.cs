using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Facade.RunLogs;

/// <summary>What is asked of the log of a run.</summary>
/// <param name="App">Of which app the run is.</param>
/// <param name="Run">Which run; it was looked up.</param>
/// <param name="Filter">Which lines.</param>
/// <param name="After">Behind which position; null: from the beginning, or the tail.</param>
/// <param name="Tail">From how many of the newest lines on; null: from the beginning.</param>
internal sealed record RunLogQuery(string App, RunId Run, RunLogFilter Filter, long? After, int? Tail)
{
    /// <summary>The position behind which it begins.</summary>
    public ValueTask<long> StartAsync(ILogStore store, CancellationToken cancellationToken) =>
        After is { } after ? ValueTask.FromResult(after)
        : Tail is { } tail ? store.FindTailAsync(App, Run, Filter, tail, cancellationToken)
        : ValueTask.FromResult(0L);
}
