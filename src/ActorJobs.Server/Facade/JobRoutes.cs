using ActorJobs.Core.Jobs;

namespace ActorJobs.Server.Facade;

/// <summary>Where jobs are in the API, or workflows: both have the same endpoints, under words of their own. Metadata of those endpoints.</summary>
/// <param name="Kind">Which.</param>
internal sealed record JobRoutes(JobKind Kind)
{
    /// <summary>Those of jobs.</summary>
    public static JobRoutes Jobs { get; } = new(JobKind.Job);

    /// <summary>Those of workflows.</summary>
    public static JobRoutes Workflows { get; } = new(JobKind.Workflow);

    /// <summary>The word in paths and sentences.</summary>
    public string Word => Kind.Word();

    /// <summary>The word in the names of operations and schemas.</summary>
    public string Noun => $"{Kind}";

    /// <summary>All of an app.</summary>
    public string All => $"/apps/{{app}}/{Word}s";

    /// <summary>One.</summary>
    public string One => $"{All}/{{{Word}:noAction}}";

    /// <summary>An action on one.</summary>
    public string Action(string name) => $"{All}/{{{Word}}}:{name}";
}
