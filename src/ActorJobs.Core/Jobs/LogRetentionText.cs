using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads and writes the retention of logs as the JSON field <c>logs</c>, which jobs and the settings of apps have alike.</summary>
public static class LogRetentionText
{
    /// <summary>What stands in every stored text that has the field, and hardly in another.</summary>
    public const string Mark = $"\"{JobFields.Logs}\":{{";

    /// <summary>Looks for the field in the stored definition of a job, or in the stored settings of an app.</summary>
    /// <returns>None if there is none, or what is there cannot be read.</returns>
    public static LogRetention Find(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var errors = new List<FieldError>();
            var found =
                json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(JobFields.Logs, out var logs)
                    ? Read(logs, JobFields.Logs, errors)
                    : LogRetention.None;
            return errors.Count == 0 ? found : LogRetention.None;
        }
        catch (JsonException)
        {
            return LogRetention.None;
        }
    }

    /// <summary>Reads the field of an object; none for what is not given, or wrong.</summary>
    internal static LogRetention Read(JsonFields fields, List<FieldError> errors) =>
        fields.Raw(JobFields.Logs) is { } logs ? Read(logs, fields.PathOf(JobFields.Logs), errors) : LogRetention.None;

    /// <summary>Writes the field, unless nothing is set.</summary>
    internal static void Write(Utf8JsonWriter writer, LogRetention retention)
    {
        if (retention == LogRetention.None)
        {
            return;
        }

        writer.WriteStartObject(JobFields.Logs);
        if (retention.Keep is { } keep)
        {
            writer.WriteString(JobFields.Keep, DurationText.Format(keep));
        }

        if (retention.Runs is { } runs)
        {
            writer.WriteNumber(JobFields.Runs, runs);
        }

        if (retention.Size is { } size)
        {
            writer.WriteString(JobFields.Size, SizeText.Format(size));
        }

        writer.WriteEndObject();
    }

    private static LogRetention Read(JsonElement element, string path, List<FieldError> errors) =>
        JsonFields.Read(element, path, errors, JobFields.OfLogs) is { } logs
            ? new LogRetention(
                logs.Duration(JobFields.Keep, LogRetention.ShortestKeep, LogRetention.LongestKeep),
                logs.Number(JobFields.Runs, 1, LogRetention.MostRuns),
                logs.Size(JobFields.Size, 1)
            )
            : LogRetention.None;
}
