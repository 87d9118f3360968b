using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client.Notifications;

/// <summary>Where notifications of an app go.</summary>
/// <param name="Url">The address to which they are posted: http or https.</param>
/// <param name="Type">webhook.</param>
/// <param name="Headers">Sent along: texts, or secrets of the app as <c>{"$secret":"NAME"}</c>.</param>
/// <param name="Sign">The secret by which bodies are signed; null: they are not.</param>
public sealed record Channel(
    string Url,
    string Type = "webhook",
    IReadOnlyDictionary<string, JsonElement>? Headers = null,
    NamedSecret? Sign = null
);

/// <summary>Stands for the value of a secret of the app.</summary>
/// <param name="Name">The name of the secret.</param>
public sealed record NamedSecret([property: JsonPropertyName("$secret")] string Name);

/// <summary>Which channels are told of what; of a job it counts before that of its app, field by field. What is null is not set.</summary>
/// <param name="Failure">The channels that are told of failed runs; empty: none.</param>
/// <param name="Waiting">The channels that are told of runs that wait for too long; empty: none.</param>
/// <param name="WaitingAfter">What too long is; 5 minutes by default.</param>
/// <param name="Every">How often the same is told at most; every 5 minutes by default.</param>
public sealed record Notify(
    IReadOnlyList<string>? Failure = null,
    IReadOnlyList<string>? Waiting = null,
    TimeSpan? WaitingAfter = null,
    TimeSpan? Every = null
);
