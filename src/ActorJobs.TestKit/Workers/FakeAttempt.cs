using System.Text.Json;

namespace ActorJobs.TestKit.Workers;

/// <summary>An attempt that a <see cref="FakeWorker"/> was given.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Job">The job's name.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Number">1, 2, …: which attempt of the run.</param>
/// <param name="Params">JSON.</param>
/// <param name="Planned">The instant for which the run was planned.</param>
/// <param name="At">When the worker got it.</param>
public sealed record FakeAttempt(
    string Run,
    string Job,
    string Processor,
    int Number,
    string Params,
    DateTimeOffset Planned,
    DateTimeOffset At
)
{
    /// <summary>In a run of a workflow's node: the id of the instance; else empty.</summary>
    public string Instance { get; init; } = "";

    /// <summary>In a run of a workflow's node: its key; else empty.</summary>
    public string Node { get; init; } = "";

    /// <summary>In a run of a workflow's node: which pass of the node, 1, 2, …; else 0.</summary>
    public int Pass { get; init; }

    /// <summary>Reads the params, in the style of the web.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <exception cref="JsonException">They do not have the form of the type.</exception>
    public T GetParams<T>() => JsonSerializer.Deserialize<T>(Params, JsonSerializerOptions.Web)!;
}
