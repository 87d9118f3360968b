namespace ActorJobs.Worker.Processes;

/// <summary>What is started.</summary>
/// <param name="Program">The path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Mark">Stands in the environment of all that comes of it, and of nothing else: by it what hides is found again.</param>
internal sealed record ProcessCommand(string Program, IReadOnlyList<string> Arguments, TreeMark Mark)
{
    /// <summary>Variables in addition to those of this process; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The folder in which it starts; empty: that of this process.</summary>
    public string WorkDirectory { get; init; } = "";

    /// <summary>The user as whom it runs; empty: as this process does. Only root may name another one.</summary>
    public string RunAs { get; init; } = "";

    /// <summary>Whether what it leaves in the background may outlive it, and this process.</summary>
    public bool LeavesBackground { get; init; }
}
