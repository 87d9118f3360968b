using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Core.Runs;

namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>A failure as JSON text.</summary>
internal static class FailureText
{
    public static string? Of(Failure? failure) => failure is null ? null : JsonSerializer.Serialize(failure, FailureJson.Default.Failure);

    public static Failure Read(string text) =>
        JsonSerializer.Deserialize(text, FailureJson.Default.Failure)
        ?? throw new InvalidDataException($"The store holds '{text}' where a failure is expected.");
}

// An inner exception takes two levels; a chain of some hundred must not make its run's end unstorable.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 1000)]
[JsonSerializable(typeof(Failure))]
internal sealed partial class FailureJson : JsonSerializerContext;
