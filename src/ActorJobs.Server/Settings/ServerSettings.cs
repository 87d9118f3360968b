using System.Net;
using ActorJobs.Core.Workers;
using Serilog.Events;

namespace ActorJobs.Server.Settings;

/// <summary>The settings of a server, checked. Their keys stand in <see cref="SettingKeys"/>.</summary>
/// <param name="Listen">The one address for HTTP and workers; loopback.</param>
/// <param name="NodeName">The node's name, in views and logs.</param>
/// <param name="Store">Where everything durable is.</param>
/// <param name="LogFile">The log file, which a date is put into; empty: console only.</param>
/// <param name="LogLevel">Lines below this are left out.</param>
/// <param name="Workers">When a worker's silence means something.</param>
public sealed record ServerSettings(
    IPEndPoint Listen,
    string NodeName,
    StoreSettings Store,
    string LogFile,
    LogEventLevel LogLevel,
    WorkerLimits Workers
);

/// <summary>Which store, and where.</summary>
public abstract record StoreSettings
{
    private StoreSettings() { }

    /// <summary>The embedded store: one file, one server.</summary>
    /// <param name="Path">The database file.</param>
    public sealed record Sqlite(string Path) : StoreSettings;

    /// <summary>PostgreSQL.</summary>
    /// <param name="ConnectionString">As Npgsql takes it.</param>
    public sealed record Postgres(string ConnectionString) : StoreSettings;
}
