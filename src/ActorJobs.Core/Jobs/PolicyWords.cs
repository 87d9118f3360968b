using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Jobs;

/// <summary>Says in English what a schedule and its policies will do.</summary>
public static class PolicyWords
{
    /// <summary>Several sentences: when it fires, what becomes of missed fire times, and what a fire does while earlier runs are open.</summary>
    public static string Describe(Schedule schedule, MisfirePolicy misfire, OverlapPolicy overlap) =>
        $"{ScheduleWords.Describe(schedule)} {Describe(schedule, misfire)} {Describe(overlap)}";

    private static string Describe(Schedule schedule, MisfirePolicy misfire)
    {
        if (schedule is FixedDelaySchedule)
        {
            return "No fire can be missed: one that comes due while no server is there is made up for.";
        }

        var late = DurationText.InWords(MisfirePolicy.Tolerance);
        var missed = $"Fire times that are missed by more than {late} because no server was there";
        var window = $"of the last {DurationText.InWords(misfire.Window)}";
        return misfire.Kind switch
        {
            MisfireKind.Skip => $"{missed} are recorded, and not made up for.",
            MisfireKind.FireOnce => $"{missed} are made up for by one run, for the newest {window}; the others are recorded.",
            MisfireKind.FireAll =>
                $"{missed} are made up for by a run for each {window}, but for the newest {misfire.Max} at most; the others are recorded.",
            _ => throw new ArgumentOutOfRangeException(nameof(misfire), misfire.Kind, "Not a misfire policy."),
        };
    }

    private static string Describe(OverlapPolicy overlap)
    {
        var open = overlap.Max == 1 ? "a run of the job is open" : $"{overlap.Max} runs of the job are open";
        return overlap.Kind switch
        {
            OverlapKind.Allow => "Every fire starts a run at once, however many are open.",
            OverlapKind.Skip => $"While {open} a fire is skipped, and recorded.",
            OverlapKind.Queue => $"While {open} the run of a fire waits until one has ended.",
            OverlapKind.Replace => $"While {open} a fire cancels the oldest, and its run starts when that has ended.",
            _ => throw new ArgumentOutOfRangeException(nameof(overlap), overlap.Kind, "Not an overlap policy."),
        };
    }
}
