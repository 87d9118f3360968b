using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <summary>Reads and writes the settings of an app as JSON.</summary>
public static class AppSettingsText
{
    private const string Limits = "limits";
    private const string Running = "running";
    private const string Defaults = "defaults";
    private const string Maxima = "maxima";
    private const string Retries = "retries";
    private const string Calendars = "calendars";

    private static readonly string[] s_all = [Limits, Defaults, Maxima, Calendars, ChannelText.Channels, NotifyText.Notify, JobFields.Logs];
    private static readonly string[] s_ofLimits = [Running, JobFields.Rate];
    private static readonly string[] s_ofDefaults = [JobFields.Timeouts];
    private static readonly string[] s_ofMaxima = [JobFields.Timeouts, Retries];

    /// <summary>Reads settings; all errors are found, not only the first.</summary>
    /// <returns>The settings; null if there are errors.</returns>
    public static AppSettings? Read(JsonElement element, List<FieldError> errors)
    {
        if (JsonFields.Read(element, "", errors, s_all) is not { } fields)
        {
            return null;
        }

        var limits = Part(fields, Limits, s_ofLimits, errors);
        var defaults = Part(fields, Defaults, s_ofDefaults, errors);
        var maxima = Part(fields, Maxima, s_ofMaxima, errors);
        var settings = new AppSettings(
            limits is null ? AppLimits.None : new AppLimits(limits.Number(Running, 1, RunLimits.MostAtOnce), RunPolicyReader.Rate(limits)),
            defaults is null ? RunTimeouts.None : RunPolicyReader.Timeouts(defaults, errors),
            maxima is null ? RunTimeouts.None : RunPolicyReader.Timeouts(maxima, errors),
            maxima?.Number(Retries, 0, RetryPolicy.MostRetries)
        )
        {
            Channels = ChannelText.Read(fields, errors),
            Notify = NotifyText.Read(fields, errors),
            Logs = LogRetentionText.Read(fields, errors),
        };
        NotifyText.RefuseUnknown(settings.Notify, settings.Channels, errors);
        if (fields.Raw(Calendars) is { } calendars)
        {
            settings = settings with { Calendars = CalendarsText.Read(calendars, fields.PathOf(Calendars), errors) };
        }

        return errors.Count == 0 ? settings : null;
    }

    /// <summary>Reads settings that were checked before.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    public static AppSettings Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var errors = new List<FieldError>();
        return Read(json.RootElement, errors) ?? throw new JsonException($"{errors[0].Field}: {errors[0].Message}");
    }

    /// <summary>The settings as JSON in one line; what is not set is left out.</summary>
    public static string Write(AppSettings settings) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            if (settings.Limits != AppLimits.None)
            {
                writer.WriteStartObject(Limits);
                if (settings.Limits.Running is { } running)
                {
                    writer.WriteNumber(Running, running);
                }

                if (settings.Limits.Rate is { } rate)
                {
                    writer.WriteString(JobFields.Rate, rate.ToString());
                }

                writer.WriteEndObject();
            }

            WriteTimeouts(writer, Defaults, settings.Defaults, null);
            WriteTimeouts(writer, Maxima, settings.Maxima, settings.MaxRetries);
            if (settings.Calendars.Count > 0)
            {
                writer.WritePropertyName(Calendars);
                CalendarsText.Write(writer, settings.Calendars);
            }

            ChannelText.Write(writer, settings.Channels);
            NotifyText.Write(writer, settings.Notify);
            LogRetentionText.Write(writer, settings.Logs);
            writer.WriteEndObject();
        });

    private static void WriteTimeouts(Utf8JsonWriter writer, string name, RunTimeouts timeouts, int? retries)
    {
        if (timeouts == RunTimeouts.None && retries is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        if (timeouts != RunTimeouts.None)
        {
            writer.WriteStartObject(JobFields.Timeouts);
            RunPolicyWriter.Write(writer, timeouts);
            writer.WriteEndObject();
        }

        if (retries is { } most)
        {
            writer.WriteNumber(Retries, most);
        }

        writer.WriteEndObject();
    }

    private static JsonFields? Part(JsonFields fields, string field, IReadOnlyList<string> valid, List<FieldError> errors) =>
        fields.Raw(field) is { } element ? JsonFields.Read(element, fields.PathOf(field), errors, valid) : null;
}
