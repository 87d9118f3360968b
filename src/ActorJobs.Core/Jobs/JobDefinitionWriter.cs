using System.Text.Json;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Jobs;

/// <summary>Writes job definitions as they are stored and shown.</summary>
public static class JobDefinitionWriter
{
    /// <summary>
    /// The definition as JSON in one line, without params: every field with its value, also if it is the default, in one order, labels sorted.
    /// Equal definitions give equal texts, and <see cref="JobDefinitionReader"/> reads an equal definition from it.
    /// </summary>
    public static string Write(JobDefinition definition) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            WriteFields(writer, definition);
            writer.WriteEndObject();
        });

    private static void WriteFields(Utf8JsonWriter writer, JobDefinition definition)
    {
        writer.WriteString(JobFields.Name, definition.Name);
        writer.WriteString(JobFields.Description, definition.Description);
        writer.WriteStartObject(JobFields.Labels);
        foreach (var (key, value) in definition.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteBoolean(JobFields.Enabled, definition.Enabled);
        writer.WriteStartObject(JobFields.Processor);
        writer.WriteString(JobFields.Type, definition.Processor.Type);
        writer.WriteString(JobFields.Name, definition.Processor.Name);
        writer.WriteEndObject();
        writer.WriteStartArray(JobFields.Schedules);
        foreach (var schedule in definition.Schedules)
        {
            ScheduleWriter.Write(writer, schedule);
        }

        writer.WriteEndArray();
        writer.WriteStartObject(JobFields.Misfire);
        writer.WriteString(JobFields.Policy, JobFields.WordFor(JobFields.MisfireKinds, definition.Misfire.Kind));
        writer.WriteString(JobFields.Window, DurationText.Format(definition.Misfire.Window));
        writer.WriteNumber(JobFields.Max, definition.Misfire.Max);
        writer.WriteEndObject();
        writer.WriteStartObject(JobFields.Overlap);
        writer.WriteString(JobFields.Policy, JobFields.WordFor(JobFields.OverlapKinds, definition.Overlap.Kind));
        writer.WriteNumber(JobFields.Max, definition.Overlap.Max);
        writer.WriteEndObject();
        writer.WriteString(JobFields.Delivery, JobFields.WordFor(JobFields.Deliveries, definition.Delivery));
    }
}
