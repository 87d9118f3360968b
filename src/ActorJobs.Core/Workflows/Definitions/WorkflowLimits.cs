using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>What definitions of workflows may ask for. Whoever makes one keeps to these; the reader refuses what is beyond.</summary>
public static class WorkflowLimits
{
    /// <summary>The most nodes of a workflow.</summary>
    public const int MostNodes = 1000;

    /// <summary>The most edges of a workflow.</summary>
    public const int MostEdges = 5000;

    /// <summary>The most branches of a decision, its default not counted.</summary>
    public const int MostBranches = 50;

    /// <summary>The most items that a node runs for.</summary>
    public const int MostItems = 10_000;

    /// <summary>The most items of a node that can be under way at a time.</summary>
    public const int MostConcurrency = 1000;

    /// <summary>How many items of a node are under way at a time if nothing else is said.</summary>
    public const int UsualConcurrency = 100;

    /// <summary>The shortest time after which a node, or an instance, is timed out, and for which a node waits.</summary>
    public static Duration ShortestTimeout { get; } = Duration.FromMilliseconds(100);

    /// <summary>The longest time after which a node, or an instance, is timed out, and for which a node waits.</summary>
    public static Duration LongestTimeout { get; } = Duration.FromDays(366);
}
