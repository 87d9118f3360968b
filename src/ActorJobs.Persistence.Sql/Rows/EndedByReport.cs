using ActorJobs.Core.Runs;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>The runs that a worker's report ended. A report with their token is that one once more, sent again because its acknowledgement was lost: it is not
/// stale, and not worth a record.</summary>
internal static class EndedByReport
{
    public static string ConditionOf(string run) =>
        $"{run}.state IN ({OpenRuns.Quote(RunState.Succeeded)}, {OpenRuns.Quote(RunState.Failed)}, {OpenRuns.Quote(RunState.TimedOut)})";
}
