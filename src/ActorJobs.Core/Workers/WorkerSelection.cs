namespace ActorJobs.Core.Workers;

/// <summary>Chooses a worker for a run.</summary>
public static class WorkerSelection
{
    /// <summary>The worker with the smallest part of its slots in use; of equal ones the first by id. Null if no candidate has a free slot.</summary>
    public static Worker? LeastLoaded(IReadOnlyList<Worker> candidates)
    {
        Worker? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate.FreeSlots > 0 && (best is null || IsLessLoaded(candidate, best)))
            {
                best = candidate;
            }
        }

        return best;
    }

    private static bool IsLessLoaded(Worker left, Worker right)
    {
        // held / slots, compared without division
        var comparison = ((long)left.Held.Count * right.Slots).CompareTo((long)right.Held.Count * left.Slots);
        return comparison < 0 || (comparison == 0 && string.CompareOrdinal(left.Ref.Id, right.Ref.Id) < 0);
    }
}
