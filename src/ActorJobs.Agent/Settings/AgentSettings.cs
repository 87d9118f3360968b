using ActorJobs.Agent.Params;
using ActorJobs.Agent.Sql;

namespace ActorJobs.Agent.Settings;

/// <summary>The settings of an agent, as hocon/agent.conf tells them.</summary>
internal sealed record AgentSettings
{
    /// <summary>The addresses of server nodes.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>The app whose jobs are run.</summary>
    public required string App { get; init; }

    /// <summary>The worker's id; empty: one is found.</summary>
    public required string Name { get; init; }

    /// <summary>How many runs at once; 0: two for each processor of the machine.</summary>
    public required int Slots { get; init; }

    /// <summary>Where results are kept; empty: a folder of the user.</summary>
    public required string Data { get; init; }

    /// <summary>A file of PEM with the server's authority; empty: none.</summary>
    public required string Ca { get; init; }

    /// <summary>The local end of the link; empty: the system's choice.</summary>
    public required string LocalAddress { get; init; }

    /// <summary>The worker's labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>How long runs may go on when the agent is to stop.</summary>
    public required TimeSpan DrainGrace { get; init; }

    /// <summary>How long attempts may go on when they are to end.</summary>
    public required TimeSpan KillGrace { get; init; }

    /// <summary>The processors that are switched on.</summary>
    public required IReadOnlySet<string> Allowed { get; init; }

    /// <summary>Where scripts may lie.</summary>
    public required AllowedFolders ScriptFolders { get; init; }

    /// <summary>Where files may be deleted.</summary>
    public required AllowedFolders CleanupFolders { get; init; }

    /// <summary>The databases that jobs may name.</summary>
    public required IReadOnlyDictionary<string, SqlConnectionSettings> Databases { get; init; }

    /// <summary>Whether jobs may bring a connection string along.</summary>
    public required bool AllowsConnectionStrings { get; init; }
}
