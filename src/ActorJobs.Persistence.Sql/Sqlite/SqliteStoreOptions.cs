using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Sqlite;

/// <summary>How the embedded store is opened.</summary>
/// <param name="Path">The database file; it and its folder are made if they are missing. On a local file system.</param>
public sealed record SqliteStoreOptions(string Path)
{
    /// <summary>How long a write waits for a foreign process that holds the database; 1 s or more, whole seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a list or a view may take to read; more than zero. Reading an app's contents may take longer.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reads go on at the same time; 1 or more.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>How many writes one transaction takes at most, roughly; 1 or more.</summary>
    public int MaxGroupWrites { get; init; } = 4_000;

    /// <summary>Where the logs of runs are; empty: in a folder beside the database file, which has its name and ends in <c>.logs</c>.</summary>
    public string LogFolder { get; init; } = "";

    /// <summary>How much of the logs of runs is kept.</summary>
    public LogLimits Logs { get; init; } = new();
}
