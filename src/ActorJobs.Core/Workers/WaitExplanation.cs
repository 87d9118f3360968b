using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>Tells a person why a queued run has no worker, candidate by candidate.</summary>
public static class WaitExplanation
{
    /// <summary>At most so many workers are named.</summary>
    public const int MaxNamed = 20;

    /// <summary>One sentence for the whole, then one clause a worker.</summary>
    public static string Of(Run run, IReadOnlyCollection<Worker> workers, Duration monotonic)
    {
        var known = workers.OrderBy(worker => worker.Ref.Id, StringComparer.Ordinal).ToList();
        if (known.Count == 0)
        {
            return "no worker of the app is connected";
        }

        var clauses = known.Take(MaxNamed).Select(worker => $"{worker.Ref.Id}: {WhyNot(worker, run, monotonic)}");
        var rest = known.Count > MaxNamed ? $"; and {known.Count - MaxNamed} more" : "";
        return $"no worker can take it now ({string.Join("; ", clauses)}{rest})";
    }

    private static string WhyNot(Worker worker, Run run, Duration monotonic) =>
        worker.State switch
        {
            WorkerState.Connecting => "connecting",
            WorkerState.Suspect => $"suspect, not heard for {Seconds(monotonic - worker.LastHeard)}",
            WorkerState.Offline => $"offline ({worker.Reason})",
            _ when worker.Draining => "draining",
            _ when !worker.Processors.Contains(run.Processor.Name) =>
                $"does not offer processor {run.Processor.Name} (offers {string.Join(", ", worker.Processors.Order(StringComparer.Ordinal))})",
            _ when worker.FreeSlots == 0 => $"all {worker.Slots} slots in use",
            _ when worker.RestsUntil > monotonic => "refused a run a moment ago",
            _ => "fit; it is being given the run",
        };

    private static string Seconds(Duration duration) => FormattableString.Invariant($"{duration.TotalSeconds:0.0} s");
}
