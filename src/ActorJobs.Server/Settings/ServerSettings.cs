using System.Net;
using ActorJobs.Core.Workers;
using NodaTime;
using Serilog.Events;

namespace ActorJobs.Server.Settings;

/// <summary>The settings of a server, checked. Their keys stand in <see cref="SettingKeys"/>, their defaults in <c>hocon/reference.conf</c>.</summary>
/// <param name="Listen">The one address for HTTP, workers and nodes.</param>
/// <param name="NodeName">The node's name, in views and logs.</param>
/// <param name="Store">Where everything durable is.</param>
/// <param name="Cluster">What the server is as a node of a cluster; null if it is none.</param>
/// <param name="LogFile">The log file, which a date is put into; empty: console only.</param>
/// <param name="LogKeptFiles">How many log files are kept; 1 or more.</param>
/// <param name="LogLevel">Lines below this are left out.</param>
/// <param name="Workers">When a worker's silence means something.</param>
/// <param name="ClockTolerance">By how much the clock of a worker may differ from that of the store; above zero.</param>
public sealed record ServerSettings(
    IPEndPoint Listen,
    string NodeName,
    StoreSettings Store,
    ClusterSettings? Cluster,
    string LogFile,
    int LogKeptFiles,
    LogEventLevel LogLevel,
    WorkerLimits Workers,
    Duration ClockTolerance
)
{
    /// <summary>The files that they were read from.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Who may come in.</summary>
    public required AccessSettings Access { get; init; }

    /// <summary>What the values of secrets are encrypted with in the store.</summary>
    public required SecretSettings Secrets { get; init; }

    /// <summary>The audit.</summary>
    public required AuditSettings Audit { get; init; }

    /// <summary>The logs of runs.</summary>
    public required RunLogSettings RunLogs { get; init; }

    /// <summary>What becomes of measurements.</summary>
    public required MetricsSettings Metrics { get; init; }

    /// <summary>How the one port is encrypted.</summary>
    public required TlsSettings Tls { get; init; }
}

/// <summary>Which store, and where.</summary>
public abstract record StoreSettings
{
    private StoreSettings() { }

    /// <summary>The embedded store: one file, one server.</summary>
    /// <param name="Path">The database file.</param>
    public sealed record Sqlite(string Path) : StoreSettings;

    /// <summary>PostgreSQL.</summary>
    /// <param name="ConnectionString">As Npgsql takes it.</param>
    /// <param name="MaxConnections">The most connections for reads and claims; 1 or more.</param>
    public sealed record Postgres(string ConnectionString, int MaxConnections) : StoreSettings;
}
