using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>Writes durations as users write them: <c>30s</c>.</summary>
internal sealed class DurationConverter : JsonConverter<Duration>
{
    /// <inheritdoc/>
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are read field by field, not by this.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Format(value));
}
