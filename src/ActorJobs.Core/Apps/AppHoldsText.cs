using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>What an app holds back as JSON, as it is stored and goes between nodes.</summary>
public static class AppHoldsText
{
    private const string Paused = "paused";
    private const string Drains = "drains";
    private const string Worker = "worker";
    private const string By = "by";
    private const string Since = "since";
    private const string Note = "note";
    private const string Until = "until";

    /// <summary>Writes it in one line; what is not set is left out.</summary>
    public static string Write(AppHolds holds) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            if (holds.Pause is { } pause)
            {
                writer.WriteStartObject(Paused);
                WriteOrder(writer, pause.By, pause.Since, pause.Note, pause.Until);
                writer.WriteEndObject();
            }

            if (holds.Drains.Count > 0)
            {
                writer.WriteStartArray(Drains);
                foreach (var drain in holds.Drains)
                {
                    Write(writer, drain);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });

    /// <summary>Reads what was written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static AppHolds Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var errors = new List<Errors.FieldError>();
        var fields = JsonFields.Read(json.RootElement, "", errors, [Paused, Drains]);
        var pause =
            fields?.Raw(Paused) is { } paused && JsonFields.Read(paused, Paused, errors, [By, Since, Note, Until]) is { } ofPause
                ? new Pause(ByOf(ofPause), SinceOf(ofPause), ofPause.Text(Note), ofPause.Instant(Until)) { IsOfApp = true }
                : null;
        var drains = (fields?.Array(Drains) ?? [])
            .Select(item => ReadDrain(item.Element, item.Path, errors))
            .OfType<WorkerDrain>()
            .ToList();
        return errors.Count == 0 ? new AppHolds(pause, drains) : throw new JsonException($"{errors[0].Field}: {errors[0].Message}");
    }

    private static void Write(Utf8JsonWriter writer, WorkerDrain drain)
    {
        writer.WriteStartObject();
        if (drain.Worker is { } worker)
        {
            writer.WriteString(Worker, worker);
        }
        else
        {
            writer.WriteStartObject(JobFields.Labels);
            foreach (var (key, value) in drain.Labels)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        WriteOrder(writer, drain.By, drain.Since, drain.Note, drain.Until);
        writer.WriteEndObject();
    }

    private static WorkerDrain? ReadDrain(JsonElement element, string path, List<Errors.FieldError> errors) =>
        JsonFields.Read(element, path, errors, [Worker, JobFields.Labels, By, Since, Note, Until]) is { } fields
            ? new WorkerDrain(
                fields.Text(Worker),
                LabelsReader.Read(fields),
                ByOf(fields),
                SinceOf(fields),
                fields.Text(Note),
                fields.Instant(Until)
            )
            : null;

    private static void WriteOrder(Utf8JsonWriter writer, string by, Instant since, string? note, Instant? until)
    {
        writer.WriteString(By, by);
        writer.WriteString(Since, InstantText.Format(since));
        if (note is not null)
        {
            writer.WriteString(Note, note);
        }

        if (until is { } end)
        {
            writer.WriteString(Until, InstantText.Format(end));
        }
    }

    private static string ByOf(JsonFields fields) => fields.Text(By) ?? "";

    private static Instant SinceOf(JsonFields fields) => fields.Instant(Since) ?? Instant.MinValue;
}
