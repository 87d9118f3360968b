using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Core.Runs;

namespace ActorJobs.Server.Facade.Views;

/// <summary>Writes ids of runs as UUIDs.</summary>
internal sealed class RunIdConverter : JsonConverter<RunId>
{
    /// <inheritdoc/>
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are read field by field, not by this.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
