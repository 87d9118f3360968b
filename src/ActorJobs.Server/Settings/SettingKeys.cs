namespace ActorJobs.Server.Settings;

/// <summary>A setting: its key, its default, and one line why.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Default">As text; empty: none.</param>
/// <param name="Why">What it is for.</param>
public sealed record SettingKey(string Key, string Default, string Why);

/// <summary>Every setting there is.</summary>
public static class SettingKeys
{
    /// <summary>The one address for HTTP and workers.</summary>
    public static readonly SettingKey Listen = new(
        "actorjobs.listen",
        "127.0.0.1:7700",
        "address and port for HTTP and workers; a loopback address, because there is no authentication yet"
    );

    /// <summary>The node's name.</summary>
    public static readonly SettingKey NodeName = new("actorjobs.node.name", "node1", "the node's name in views and logs");

    /// <summary>The kind of the store.</summary>
    public static readonly SettingKey Store = new("actorjobs.store", "sqlite", "where everything durable is: sqlite or postgres");

    /// <summary>The embedded store's file.</summary>
    public static readonly SettingKey SqlitePath = new(
        "actorjobs.sqlite.path",
        "actorjobs-data/actorjobs.db",
        "the database file of the embedded store, on a local file system"
    );

    /// <summary>How PostgreSQL is reached.</summary>
    public static readonly SettingKey PostgresConnectionString = new(
        "actorjobs.postgres.connection-string",
        "",
        "how PostgreSQL is reached, such as Host=127.0.0.1;Username=actorjobs;Database=actorjobs"
    );

    /// <summary>The log file.</summary>
    public static readonly SettingKey LogFile = new(
        "actorjobs.log.file",
        "actorjobs-data/logs/server-.log",
        "the log file, one a day, 7 kept; empty: console only"
    );

    /// <summary>The least grave lines that are logged.</summary>
    public static readonly SettingKey LogLevel = new(
        "actorjobs.log.level",
        "information",
        "verbose, debug, information, warning, error or fatal"
    );

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey HeartbeatEvery = new(
        "actorjobs.workers.heartbeat-every",
        "1s",
        "how often a worker sends a heartbeat"
    );

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey RedialAfter = new(
        "actorjobs.workers.redial-after",
        "4s",
        "a worker that hears nothing for so long dials anew"
    );

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey SuspectAfter = new(
        "actorjobs.workers.suspect-after",
        "6s",
        "a worker that is not heard for so long gets no more runs"
    );

    /// <summary>See <see cref="Core.Workers.WorkerLimits"/>.</summary>
    public static readonly SettingKey OfflineAfter = new(
        "actorjobs.workers.offline-after",
        "30s",
        "a worker that is not heard for so long has lost its runs"
    );

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<SettingKey> All { get; } =
    [
        Listen,
        NodeName,
        Store,
        SqlitePath,
        PostgresConnectionString,
        LogFile,
        LogLevel,
        HeartbeatEvery,
        RedialAfter,
        SuspectAfter,
        OfflineAfter,
    ];
}
