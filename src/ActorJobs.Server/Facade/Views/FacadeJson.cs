using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Views;

/// <summary>How answers are written: camelCase, what is not there left out, states as their names, times in UTC with milliseconds, durations as text.</summary>
internal static class FacadeJson
{
    /// <summary>For every answer.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Else it is there only after something has been written, and schemas may be read before.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new InstantConverter(),
                new DurationConverter(),
                new RunIdConverter(),
                new JsonStringEnumConverter<TriggerKind>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<Role>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<Delivery>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<NodeKind>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<Awaited>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter(),
            },
        };

    /// <summary>An answer with a body.</summary>
    public static IResult Answer<T>(T body, int status = StatusCodes.Status200OK) =>
        new JsonAnswer<T>(body, status, "application/json; charset=utf-8");
}
