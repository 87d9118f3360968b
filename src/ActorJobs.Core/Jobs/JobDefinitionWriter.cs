using System.Text.Json;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Definitions;

namespace ActorJobs.Core.Jobs;

/// <summary>Writes job definitions as they are stored and shown.</summary>
public static class JobDefinitionWriter
{
    /// <summary>
    /// The definition as JSON in one line, without params: every field with its value, also if it is the default, in one order, labels sorted. Only
    /// <c>notify</c>, the run policy, <c>logs</c>, and the nodes and edges of a workflow, of which there are many, leave out what is as it is by default.
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
        if (definition.Graph is null)
        {
            Write(writer, definition.Processor);
        }

        writer.WriteStartArray(JobFields.Schedules);
        foreach (var schedule in definition.Schedules)
        {
            ScheduleWriter.Write(writer, schedule);
        }

        writer.WriteEndArray();
        PolicyWriter.Write(writer, definition.Misfire);
        PolicyWriter.Write(writer, definition.Overlap);
        NotifyText.Write(writer, definition.Notify);
        if (definition.Graph is { } graph)
        {
            WorkflowGraphWriter.Write(writer, graph);
        }
        else
        {
            writer.WriteString(JobFields.Delivery, JobFields.WordFor(JobFields.Deliveries, definition.Delivery));
            RunPolicyWriter.Write(writer, definition.Policy);
            LogRetentionText.Write(writer, definition.Logs);
        }
    }

    /// <summary>The field <c>processor</c>, wherever an object has it.</summary>
    internal static void Write(Utf8JsonWriter writer, ProcessorReference processor)
    {
        writer.WriteStartObject(JobFields.Processor);
        writer.WriteString(JobFields.Type, processor.Type);
        writer.WriteString(JobFields.Name, processor.Name);
        writer.WriteEndObject();
    }
}
