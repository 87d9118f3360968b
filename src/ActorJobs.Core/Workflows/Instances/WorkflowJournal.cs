using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>The stored form of events and snapshots: JSON. What was written once can be read for ever.</summary>
public static class WorkflowJournal
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(), new InstantForm(), new RunIdForm() },
    };

    /// <summary>A run must say everything: its first state and kind of delivery are as good as any other.</summary>
    private static readonly JsonSerializerOptions FormOfRuns = new(Form) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>An event as JSON in one line.</summary>
    public static string Write(WorkflowEvent happened) => JsonSerializer.Serialize(happened, Form);

    /// <summary>An event that was written.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static WorkflowEvent ReadEvent(string text) =>
        JsonSerializer.Deserialize<WorkflowEvent>(text, Form) ?? throw new JsonException("Found null; expected an event.");

    /// <summary>An instance as JSON in one line.</summary>
    public static string Write(WorkflowInstance instance) => JsonSerializer.Serialize(instance, Form);

    /// <summary>An instance that was written; without its graph.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static WorkflowInstance ReadSnapshot(string text) =>
        JsonSerializer.Deserialize<WorkflowInstance>(text, Form) ?? throw new JsonException("Found null; expected an instance.");

    /// <summary>The run of an instance as JSON in one line.</summary>
    public static string Write(Run run) => JsonSerializer.Serialize(run, FormOfRuns);

    /// <summary>A run that was written.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Run ReadRun(string text) =>
        JsonSerializer.Deserialize<Run>(text, FormOfRuns) ?? throw new JsonException("Found null; expected a run.");

    /// <summary>What an instance is, from its snapshot, if there is one, and the events after it.</summary>
    /// <param name="id">Of the instance.</param>
    /// <param name="snapshot">As it was written; null: the events begin with the first.</param>
    /// <param name="events">As they were written, in their order.</param>
    /// <param name="graphOf">Reads a definition; asked once.</param>
    /// <exception cref="JsonException">Something cannot be read, or the first event is missing.</exception>
    public static WorkflowInstance Recover(RunId id, string? snapshot, IEnumerable<string> events, Func<string, WorkflowGraph> graphOf)
    {
        var instance = snapshot is null ? new WorkflowInstance { Id = id } : ReadSnapshot(snapshot);
        foreach (var text in events)
        {
            instance = instance.Apply(ReadEvent(text));
        }

        return instance.Sequence == 0
            ? throw new JsonException($"Instance {id} has no journal.")
            : instance with
            {
                Graph = graphOf(instance.Definition),
            };
    }

    private sealed class InstantForm : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var read = InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "");
            return read.Success ? read.Value : throw new JsonException(read.Exception.Message, read.Exception);
        }

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class RunIdForm : JsonConverter<RunId>
    {
        public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
