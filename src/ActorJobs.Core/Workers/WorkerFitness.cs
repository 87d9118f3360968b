using System.Globalization;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>Whether a worker can take a run, and if not, why. Dispatch decides by it, and the explanations are made of it.</summary>
public static class WorkerFitness
{
    /// <summary>What keeps the worker from runs with this need, whatever slots it has; <see cref="Misfit.None"/> if nothing does.</summary>
    public static Misfit Unsuited(Worker worker, in RunNeed need) =>
        worker.State switch
        {
            WorkerState.Connecting => Misfit.Connecting,
            WorkerState.Suspect => Misfit.Suspect,
            WorkerState.Offline => Misfit.Offline,
            _ when worker.Session is null => Misfit.Connecting,
            _ when worker.Draining => Misfit.Draining,
            _ when !worker.Processors.Contains(need.Processor) => Misfit.Processor,
            _ => ReferenceEquals(need.Target, WorkerTarget.Any) ? Misfit.None : OffTarget(worker, need.Target),
        };

    /// <summary>Whether it has room for a run now.</summary>
    public static Misfit WithoutRoom(Worker worker, Duration monotonic) =>
        worker.FreeSlots == 0 ? Misfit.NoFreeSlot
        : worker.RestsUntil > monotonic ? Misfit.Resting
        : Misfit.None;

    /// <summary>Says it to a person.</summary>
    public static string InWords(Misfit misfit, Worker worker, in RunNeed need, Duration monotonic)
    {
        var target = need.Target;
        switch (misfit)
        {
            case Misfit.None:
                return "fit; it is being given the run";
            case Misfit.Connecting:
                return "connecting";
            case Misfit.Suspect:
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"suspect, not heard for {(monotonic - worker.LastHeard).TotalSeconds:0.0} s"
                );
            case Misfit.Offline:
                return $"offline ({worker.Reason})";
            case Misfit.Draining:
                return worker.Drain is { } drain ? $"{drain}" : "draining: it says that it is about to end";
            case Misfit.Processor:
                return $"does not offer processor {need.Processor} (offers {Listed(worker.Processors)})";
            case Misfit.Name:
                return $"is none of the workers that the job names ({Listed(target.Workers)})";
            case Misfit.Label:
                var (key, value) = target.Labels.First(label => worker.Labels.GetValueOrDefault(label.Key) != label.Value);
                return worker.Labels.TryGetValue(key, out var other)
                    ? $"has label {key} = {other}, and the job asks for {value}"
                    : $"has no label {key}, and the job asks for {key} = {value}";
            case Misfit.Runtime:
                return $"has no runtime {target.Runtimes.First(runtime => !worker.Runtimes.ContainsKey(runtime))} "
                    + $"(has {Listed(worker.Runtimes.Keys)})";
            case Misfit.UnknownLoad:
                return "does not tell how busy its machine is, and the job asks for free resources";
            case Misfit.Cpu:
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {worker.Load!.FreeCpu:0.0} processors idle, and the job asks for {target.MinFreeCpu}"
                );
            case Misfit.Memory:
                return $"has {Size(worker.Load!.FreeMemory)} of memory free, and the job asks for {SizeText.Format(target.MinFreeMemory)}";
            case Misfit.Disk:
                return $"has {Size(worker.Load!.FreeDisk)} of disk free, and the job asks for {SizeText.Format(target.MinFreeDisk)}";
            case Misfit.Bond:
                return need.Bond.Kind switch
                {
                    BondKind.Key => $"the run's key {need.Bond.Text} belongs to another worker",
                    BondKind.SameWorker => $"the run is tried again on {need.Bond.Text}",
                    _ => "the run failed here, and is tried again on another worker",
                };
            case Misfit.Spread:
                return $"the job's runs are with {target.MaxWorkers} other worker(s) already, and may be with no more";
            case Misfit.NoFreeSlot:
                return $"all {worker.Slots} slots in use";
            default:
                return "refused a run a moment ago";
        }
    }

    private static Misfit OffTarget(Worker worker, WorkerTarget target)
    {
        if (target.Workers.Count > 0 && !target.Workers.Contains(worker.Ref.Id, StringComparer.Ordinal))
        {
            return Misfit.Name;
        }

        if (target.Labels.Any(label => worker.Labels.GetValueOrDefault(label.Key) != label.Value))
        {
            return Misfit.Label;
        }

        if (target.Runtimes.Any(runtime => !worker.Runtimes.ContainsKey(runtime)))
        {
            return Misfit.Runtime;
        }

        return !target.AsksForResources ? Misfit.None
            : worker.Load is not { } load ? Misfit.UnknownLoad
            : load.FreeCpu < target.MinFreeCpu ? Misfit.Cpu
            : load.FreeMemory < target.MinFreeMemory ? Misfit.Memory
            : load.FreeDisk < target.MinFreeDisk ? Misfit.Disk
            : Misfit.None;
    }

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).DefaultIfEmpty("nothing"));

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0} MiB");
}
