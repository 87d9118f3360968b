namespace ActorJobs.Core.Workers;

/// <summary>What a worker says of itself when it comes.</summary>
/// <param name="Worker">Its stable id and this life of it.</param>
/// <param name="SessionNumber">1, 2, …: counts the sockets of this life; the newest counts.</param>
/// <param name="Slots">How many runs it takes at once, 1 or more.</param>
/// <param name="Processors">The names of the processors that it offers.</param>
/// <param name="Sdk">Name and version of its software.</param>
/// <param name="Host">Where it runs.</param>
public sealed record WorkerIntroduction(
    Runs.WorkerRef Worker,
    long SessionNumber,
    int Slots,
    IReadOnlyList<string> Processors,
    string Sdk,
    WorkerHost Host
)
{
    /// <summary>Key and value pairs by which jobs choose workers.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What scripts need and is installed there, with its version.</summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The surroundings of a worker.</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">Of the processor.</param>
/// <param name="Pid">The worker's process id there.</param>
/// <param name="Address">The local address of its socket.</param>
public sealed record WorkerHost(string Name, string Os, string Architecture, int Pid, string Address)
{
    /// <summary>Of a worker that is known from its runs only.</summary>
    public static WorkerHost Unknown { get; } = new("", "", "", 0, "");

    /// <summary>Processors that the worker may use; 0: not known.</summary>
    public int Cpus { get; init; }

    /// <summary>Bytes of memory that it may use; 0: not known.</summary>
    public long Memory { get; init; }
}
