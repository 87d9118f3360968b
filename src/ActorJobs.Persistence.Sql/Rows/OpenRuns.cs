using ActorJobs.Core.Runs;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>The condition of the partial indexes, word for word, so that the planners see that they may use them.</summary>
internal static class OpenRuns
{
    public static string Condition { get; } =
        $"state IN ({string.Join(", ", Enum.GetValues<RunState>().Where(static state => !state.IsEnd()).Select(Quote))})";

    /// <summary>The condition of the index of the runs that are instances of workflows.</summary>
    public static string OfWorkflow { get; } = $"processor_type = '{Core.Jobs.ProcessorReference.Workflow.Type}'";

    /// <summary>The open ones of the instances. Their type is an expression, so that they are looked for among the few open runs, and not among all instances that
    /// there ever were.</summary>
    public static string Instances { get; } = $"{Condition} AND processor_type || '' = '{Core.Jobs.ProcessorReference.Workflow.Type}'";

    /// <summary>The condition of the index of runs that have ended otherwise than well.</summary>
    public static string OtherwiseEnded { get; } =
        $"state IN ({string.Join(", ", Enum.GetValues<RunState>().Where(static state => state.IsEnd() && state != RunState.Succeeded).Select(Quote))})";

    public static string Quote(RunState state) => $"'{Words<RunState>.Of(state)}'";
}
