using System.Net;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workers;
using NodaTime;
using Serilog.Events;

namespace ActorJobs.Server.Settings;

/// <summary>Reads the settings of a server from <c>key=value</c> texts. The first thing that is wrong ends the start, with the key's name.</summary>
public static class SettingsReader
{
    /// <summary>Reads the texts; a later one for the same key wins.</summary>
    /// <exception cref="StartException">An unknown key, a value that the key cannot take, or values that contradict each other.</exception>
    public static ServerSettings Read(IEnumerable<string> assignments)
    {
        var values = Split(assignments);
        return new ServerSettings(
            ReadListen(values),
            ReadName(values),
            ReadStore(values),
            Text(values, SettingKeys.LogFile),
            ReadLevel(values),
            ReadLimits(values)
        );
    }

    private static Dictionary<string, string> Split(IEnumerable<string> assignments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = SettingKeys.All.Select(key => key.Key).ToList();
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
            {
                throw Invalid(
                    $"'{assignment}' is no setting; expected key=value, such as {SettingKeys.Listen.Key}={SettingKeys.Listen.Default}."
                );
            }

            var key = assignment[..at].Trim();
            if (!known.Contains(key, StringComparer.Ordinal))
            {
                throw new StartException(
                    ErrorCodes.UnknownSetting,
                    $"There is no setting '{key}'.{NearMatches.Hint(key, known)} All of them: {string.Join(", ", known)}."
                );
            }

            values[key] = assignment[(at + 1)..].Trim();
        }

        return values;
    }

    private static string Text(Dictionary<string, string> values, SettingKey key) => values.GetValueOrDefault(key.Key, key.Default);

    private static IPEndPoint ReadListen(Dictionary<string, string> values)
    {
        var text = Text(values, SettingKeys.Listen);
        var address = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1{text["localhost".Length..]}" : text;
        if (!IPEndPoint.TryParse(address, out var endpoint) || !address.Contains(':', StringComparison.Ordinal))
        {
            throw Invalid($"{SettingKeys.Listen.Key} is '{text}'; expected an address and a port, such as {SettingKeys.Listen.Default}.");
        }

        if (!IPAddress.IsLoopback(endpoint.Address))
        {
            throw new StartException(
                ErrorCodes.ListenNotLoopback,
                $"{SettingKeys.Listen.Key} is '{text}', which others could reach; this version has no authentication, so it "
                    + $"listens on a loopback address only, such as {SettingKeys.Listen.Default}."
            );
        }

        return endpoint;
    }

    private static string ReadName(Dictionary<string, string> values)
    {
        var name = Text(values, SettingKeys.NodeName);
        return name.Length is > 0 and <= 100 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? name
            : throw Invalid($"{SettingKeys.NodeName.Key} is '{name}'; expected 1 to 100 letters, digits, '-', '_' or '.'.");
    }

    private static StoreSettings ReadStore(Dictionary<string, string> values)
    {
        var kind = Text(values, SettingKeys.Store);
        if (kind == "sqlite")
        {
            var path = Text(values, SettingKeys.SqlitePath);
            return path.Length > 0
                ? new StoreSettings.Sqlite(path)
                : throw Invalid($"{SettingKeys.SqlitePath.Key} is empty; expected the path of a file.");
        }

        if (kind != "postgres")
        {
            throw Invalid(
                $"{SettingKeys.Store.Key} is '{kind}'; expected sqlite or postgres.{NearMatches.Hint(kind, ["sqlite", "postgres"])}"
            );
        }

        var connection = Text(values, SettingKeys.PostgresConnectionString);
        return connection.Length > 0
            ? new StoreSettings.Postgres(connection)
            : throw Invalid(
                $"{SettingKeys.Store.Key} is postgres, but {SettingKeys.PostgresConnectionString.Key} is empty; expected "
                    + "something such as Host=127.0.0.1;Username=actorjobs;Database=actorjobs."
            );
    }

    private static LogEventLevel ReadLevel(Dictionary<string, string> values)
    {
        var text = Text(values, SettingKeys.LogLevel);
        return Enum.TryParse<LogEventLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsDigit(text[0])
            ? level
            : throw Invalid($"{SettingKeys.LogLevel.Key} is '{text}'; expected {SettingKeys.LogLevel.Why}.");
    }

    private static WorkerLimits ReadLimits(Dictionary<string, string> values)
    {
        var limits = new WorkerLimits(
            ReadDuration(values, SettingKeys.HeartbeatEvery),
            ReadDuration(values, SettingKeys.RedialAfter),
            ReadDuration(values, SettingKeys.SuspectAfter),
            ReadDuration(values, SettingKeys.OfflineAfter)
        );
        return limits.Contradiction() is not { } contradiction
            ? limits
            : throw Invalid(
                $"{SettingKeys.HeartbeatEvery.Key}, {SettingKeys.RedialAfter.Key}, {SettingKeys.SuspectAfter.Key} and "
                    + $"{SettingKeys.OfflineAfter.Key} contradict each other: {contradiction}."
            );
    }

    private static Duration ReadDuration(Dictionary<string, string> values, SettingKey key)
    {
        var text = Text(values, key);
        return DurationText.TryParse(text, out var duration) ? duration : throw Invalid($"{key.Key} is '{text}'; {DurationText.Expected}.");
    }

    private static StartException Invalid(string message) => new(ErrorCodes.InvalidSetting, message);
}
