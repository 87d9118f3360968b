using ActorJobs.Core.Jobs;

namespace ActorJobs.Core.Workers;

/// <summary>Chooses between workers that could all take a run.</summary>
public static class WorkerSelection
{
    /// <summary>The one that a strategy prefers; null if there is none.</summary>
    /// <param name="candidates">Each has a free slot.</param>
    /// <param name="strategy">How to choose; a sticky run has one candidate at most.</param>
    /// <param name="chance">Any number that differs from run to run, for <see cref="WorkerStrategy.Random"/>.</param>
    public static Worker? Choose(IReadOnlyList<Worker> candidates, WorkerStrategy strategy, ulong chance)
    {
        switch (strategy)
        {
            case WorkerStrategy.Random when candidates.Count > 0:
                return candidates[(int)(Mix(chance) % (ulong)candidates.Count)];
            case WorkerStrategy.RoundRobin:
                return Best(candidates, IsNext);
            case WorkerStrategy.Healthiest:
                return Best(candidates, IsHealthier);
            default:
                return Best(candidates, IsLessLoaded);
        }
    }

    /// <summary>The one to which a key falls; null if there is none. If one comes or goes, only the keys that fall to it change their worker.</summary>
    public static Worker? OfKey(IEnumerable<Worker> workers, string key) =>
        workers.MaxBy(worker => (Mix(Hash(worker.Ref.Id) ^ Mix(Hash(key))), worker.Ref.Id));

    private static Worker? Best(IReadOnlyList<Worker> candidates, Func<Worker, Worker, bool> isBetter)
    {
        Worker? best = null;
        for (var index = 0; index < candidates.Count; index++)
        {
            if (best is null || isBetter(candidates[index], best))
            {
                best = candidates[index];
            }
        }

        return best;
    }

    private static bool IsLessLoaded(Worker left, Worker right)
    {
        // used / slots, compared without division
        var comparison = ((long)left.UsedSlots * right.Slots).CompareTo((long)right.UsedSlots * left.Slots);
        return comparison < 0 || (comparison == 0 && ById(left, right) < 0);
    }

    /// <summary>The one whose last run was given to it the longest time ago.</summary>
    private static bool IsNext(Worker left, Worker right) =>
        left.LastToken != right.LastToken ? left.LastToken < right.LastToken : ById(left, right) < 0;

    private static bool IsHealthier(Worker left, Worker right)
    {
        var comparison = Health(left).CompareTo(Health(right));
        return comparison > 0 || (comparison == 0 && IsLessLoaded(left, right));
    }

    /// <summary>The smaller of the free shares of processors and memory: a machine is as healthy as what it has least of. Runs that were given since the last
    /// heartbeat are not seen in it yet, so each slot in use counts as a processor that may become busy.</summary>
    private static double Health(Worker worker)
    {
        if (worker.Load is not { } load || worker.Host is not { Cpus: > 0, Memory: > 0 } host)
        {
            return -1;
        }

        var unseen = worker.UsedSlots - worker.SlotsAtLoad;
        return Math.Min((load.FreeCpu - unseen) / host.Cpus, load.FreeMemory / (double)host.Memory);
    }

    private static int ById(Worker left, Worker right) => string.CompareOrdinal(left.Ref.Id, right.Ref.Id);

    /// <summary>FNV-1a, and the finalizer of MurmurHash3: stable over processes, as the runtime's own hash of texts is not.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return hash;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdUL;
        value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return value ^ (value >> 33);
    }
}
