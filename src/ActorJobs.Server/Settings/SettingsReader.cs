using System.Net;
using ActorJobs.Core.Workers;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Start;
using NodaTime;
using Serilog.Events;

namespace ActorJobs.Server.Settings;

/// <summary>Reads the settings of a server. All that is wrong is told at once, each with where it was written and what would be right.</summary>
public static class SettingsReader
{
    private static readonly string AddressExpected = $"an IP address or localhost, such as 127.0.0.1; the port is {SettingKeys.HttpPort}";

    /// <summary>Reads them.</summary>
    /// <exception cref="StartException">A text that is no HOCON, unknown keys, values that a key cannot take, or values that contradict each other.</exception>
    public static ServerSettings Read(SettingSources sources)
    {
        var problems = new List<StartProblem>();
        var values = new SettingValues(SettingLayers.Read(sources, problems), problems);
        var settings = Read(values) with { Files = sources.Files };
        return problems.Count == 0 ? settings : throw new StartException(StartFailure.Settings, problems);
    }

    private static ServerSettings Read(SettingValues values)
    {
        var listen = ReadListen(values);
        var tls = TlsReader.Read(values, listen.Address);
        var access = AccessReader.Read(values, !IPAddress.IsLoopback(listen.Address) || tls.IsTerminatedInFront);
        var store = ReadStore(values);
        var name = values.Read(SettingKeys.NodeName, "1 to 100 letters, digits, '-', '_' or '.'", text => IsName(text) ? text : null) ?? "";
        var cluster = ClusterReader.Read(values, store, listen);
        if (cluster is not null)
        {
            AccessReader.CheckNodes(values, access);
        }

        return new ServerSettings(
            listen,
            name,
            store,
            cluster,
            values.Text(SettingKeys.LogFile),
            values.Number(SettingKeys.LogKeptFiles, 1, 10_000),
            values.OneOf(
                SettingKeys.LogLevel,
                [.. Enum.GetValues<LogEventLevel>().Select(level => (level.ToString().ToLowerInvariant(), level))]
            ),
            ReadLimits(values),
            ReadAboveZero(values, SettingKeys.ClockTolerance, "5m")
        )
        {
            Tls = tls,
            Access = access,
            Secrets = SecretsReader.Read(values),
            Audit = new AuditSettings(ReadAboveZero(values, SettingKeys.AuditKeep, "90d")),
            RunLogs = ReadRunLogs(values),
            Metrics = new MetricsSettings(name, ReadOtlpEndpoint(values)),
        };
    }

    private static IPEndPoint ReadListen(SettingValues values)
    {
        var address = values.Read(SettingKeys.HttpAddress, AddressExpected, ParseAddress) ?? IPAddress.Loopback;
        return new IPEndPoint(address, values.Number(SettingKeys.HttpPort, 0, IPEndPoint.MaxPort));
    }

    private static IPAddress? ParseAddress(string text) =>
        text == "localhost" ? IPAddress.Loopback
        // A number alone would be taken for an address.
        : (text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal))
        && IPAddress.TryParse(text, out var address)
        && !(text.StartsWith('[') && !text.EndsWith(']'))
            ? address
        : null;

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static StoreSettings ReadStore(SettingValues values)
    {
        var path = values.Text(SettingKeys.SqlitePath);
        var connection = values.Text(SettingKeys.PostgresConnectionString);
        var most = values.Number(SettingKeys.PostgresMaxConnections, 1, 1000);
        if (values.OneOf(SettingKeys.StoreKind, ("sqlite", StoreKind.Sqlite), ("postgres", StoreKind.Postgres)) == StoreKind.Sqlite)
        {
            if (path.Length == 0)
            {
                values.Refuse(SettingKeys.SqlitePath, "expected the path of a file.");
            }

            return new StoreSettings.Sqlite(path);
        }

        if (PostgresStoreOptions.MistakeIn(connection) is { } mistake)
        {
            values.Refuse(SettingKeys.PostgresConnectionString, mistake);
        }

        return new StoreSettings.Postgres(connection, most);
    }

    private static WorkerLimits ReadLimits(SettingValues values)
    {
        SettingKey[] keys = [SettingKeys.HeartbeatEvery, SettingKeys.RedialAfter, SettingKeys.SuspectAfter, SettingKeys.OfflineAfter];
        var read = keys.Select(key => values.Duration(key)).ToList();
        if (read.Contains(null))
        {
            return WorkerLimits.Default;
        }

        var limits = new WorkerLimits(read[0]!.Value, read[1]!.Value, read[2]!.Value, read[3]!.Value);
        if (limits.Contradiction() is { } contradiction)
        {
            values.RefuseTogether(keys, contradiction);
        }

        return limits;
    }

    private static RunLogSettings ReadRunLogs(SettingValues values) =>
        new(
            values.Text(SettingKeys.RunLogFolder),
            new LogLimits
            {
                Keep = ReadAboveZero(values, SettingKeys.RunLogKeep, "14d"),
                BytesPerApp = ReadSize(values, SettingKeys.RunLogBytesPerApp, "1GiB"),
                BytesPerRun = ReadSize(values, SettingKeys.RunLogBytesPerRun, "64MiB"),
            }
        );

    private static long ReadSize(SettingValues values, SettingKey key, string example)
    {
        var bytes = values.Size(key);
        if (bytes <= 0)
        {
            values.Refuse(key, $"expected more than 0 bytes, such as {example}.");
        }

        return bytes;
    }

    /// <summary>A collector has one address for all signals; metrics go below it, as the standard says.</summary>
    private static Uri? ReadOtlpEndpoint(SettingValues values)
    {
        var text = values.Text(SettingKeys.OtlpEndpoint);
        if (text.Length == 0)
        {
            return null;
        }

        if (Uri.TryCreate($"{text.TrimEnd('/')}/v1/metrics", UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        values.Refuse(
            SettingKeys.OtlpEndpoint,
            "expected the address of a collector that takes OTLP over HTTP, such as http://collector:4318."
        );
        return null;
    }

    private static Duration ReadAboveZero(SettingValues values, SettingKey key, string example)
    {
        var duration = values.Duration(key);
        if (duration <= Duration.Zero)
        {
            values.Refuse(key, $"expected more than 0s, such as {example}.");
        }

        return duration ?? default;
    }

    private enum StoreKind
    {
        Sqlite,
        Postgres,
    }
}
