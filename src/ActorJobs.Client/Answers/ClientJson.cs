using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client.Answers;

/// <summary>How the client reads and writes JSON: camelCase, what is null left out, fields of newer servers passed over.</summary>
internal static class ClientJson
{
    /// <summary>For every request and answer.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters =
            {
                new DurationConverter(),
                new InstantConverter(),
                new JsonStringEnumConverter<Runs.RunState>(),
                new JsonStringEnumConverter<Workflows.NodeState>(),
                new JsonStringEnumConverter<Notifications.NotificationState>(),
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            },
        };
}
