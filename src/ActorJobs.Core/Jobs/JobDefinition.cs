using ActorJobs.Core.Notifications;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Workflows.Definitions;

namespace ActorJobs.Core.Jobs;

/// <summary>A job as its user wrote it, checked. The params are not part of it: they stay in the store until a worker needs them.</summary>
/// <param name="Name">Unique in its app.</param>
/// <param name="Description">Free text; may be empty.</param>
/// <param name="Labels">Free key and value pairs.</param>
/// <param name="Enabled">Whether its schedules fire.</param>
/// <param name="Processor">What a worker runs.</param>
/// <param name="Schedules">None or several, told apart by their names.</param>
/// <param name="Misfire">What becomes of fire times that passed while no server owned the app.</param>
/// <param name="Overlap">What a fire does while earlier runs are open.</param>
/// <param name="Delivery">What becomes of a run whose worker is lost.</param>
public sealed record JobDefinition(
    string Name,
    string Description,
    IReadOnlyDictionary<string, string> Labels,
    bool Enabled,
    ProcessorReference Processor,
    IReadOnlyList<Schedule> Schedules,
    MisfirePolicy Misfire,
    OverlapPolicy Overlap,
    Delivery Delivery
)
{
    /// <summary>How its runs are treated.</summary>
    public RunPolicy Policy { get; init; } = RunPolicy.Default;

    /// <summary>Which channels are told of its runs.</summary>
    public NotifyPolicy Notify { get; init; } = NotifyPolicy.None;

    /// <summary>Which logs of its runs are kept.</summary>
    public LogRetention Logs { get; init; } = LogRetention.None;

    /// <summary>For a workflow: what its instances go through; null for a job that workers run.</summary>
    public WorkflowGraph? Graph { get; init; }
}

/// <summary>Names a processor of the workers.</summary>
/// <param name="Type">Who runs it; <c>sdk</c> is a processor in the user's own worker process.</param>
/// <param name="Name">The name under which workers offer it.</param>
public sealed record ProcessorReference(string Type, string Name)
{
    /// <summary>The processor of a workflow: its app group itself, which routes the nodes to workers.</summary>
    public static ProcessorReference Workflow { get; } = new("workflow", "");
}
