namespace ActorJobs.Core.Workers;

/// <summary>Chooses a worker for a run.</summary>
public static class WorkerSelection
{
    /// <summary>Of the workers that offer the processor, the one with the smallest part of its slots in use; of equal ones the first by id. Null if none of them has a
    /// free slot.</summary>
    public static Worker? LeastLoaded(IReadOnlyList<Worker> workers, string processor)
    {
        Worker? best = null;
        for (var index = 0; index < workers.Count; index++)
        {
            var worker = workers[index];
            if (worker.FreeSlots > 0 && (best is null || IsLessLoaded(worker, best)) && worker.Processors.Contains(processor))
            {
                best = worker;
            }
        }

        return best;
    }

    private static bool IsLessLoaded(Worker left, Worker right)
    {
        // used / slots, compared without division
        var comparison = ((long)left.UsedSlots * right.Slots).CompareTo((long)right.UsedSlots * left.Slots);
        return comparison < 0 || (comparison == 0 && string.CompareOrdinal(left.Ref.Id, right.Ref.Id) < 0);
    }
}
