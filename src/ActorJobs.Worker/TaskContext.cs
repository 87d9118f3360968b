using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker;

/// <summary>What a processor knows about the run that it does.</summary>
public sealed class TaskContext
{
    private static readonly JsonSerializerOptions s_plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new();
    private readonly JsonObject _appended = [];

    /// <summary>The run's id, a UUID as text; the same for all attempts.</summary>
    public required string RunId { get; init; }

    /// <summary>The app of the job.</summary>
    public required string App { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>The version of the job's definition that is run: 1, 2, …</summary>
    public required long JobVersion { get; init; }

    /// <summary>The instant for which the run was planned, in UTC.</summary>
    public required DateTimeOffset Planned { get; init; }

    /// <summary>The params, JSON; empty when there are none.</summary>
    public required string Params { get; init; }

    /// <summary>The number of this attempt: 1, 2, …</summary>
    public required int Attempt { get; init; }

    /// <summary>Rises with every dispatch of the app. A store that refuses a lower token than it has seen keeps out attempts that were given up on.</summary>
    public required long FencingToken { get; init; }

    /// <summary>The id of this worker.</summary>
    public required string WorkerId { get; init; }

    /// <summary>A logger whose lines carry run and attempt. They are in the log of the run, too, as are those of every other logger that is used while it runs.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The log of the run, for lines that come from elsewhere, such as the output of a program. A context made in a test keeps no lines.</summary>
    public RunLog Log { get; init; } = new();

    /// <summary>When the worker asks the attempt to end, by its own clock; empty without a time-out.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The same token that the processor gets as its last parameter.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Cancelled when the grace after a stop is over: what the processor started has to be killed now.</summary>
    internal CancellationToken HardEnd { get; init; }

    /// <summary>The signs of life of the attempt.</summary>
    internal AttemptVitals Vitals { get; init; } = new();

    /// <summary>Tells how far the work is; it is shown while the run goes on, with the next heartbeat.</summary>
    /// <param name="fraction">The part that is done: 0 to 1.</param>
    /// <param name="details">What is done now, in words; what is longer than 200 characters is cut.</param>
    public void ReportProgress(double fraction, string details = "")
    {
        ArgumentNullException.ThrowIfNull(details);
        if (fraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The part of the work that is done is a number from 0 to 1.");
        }
        Vitals.Progress = new AttemptProgress(fraction, MessageLimits.Cut(details, MessageLimits.NameCharacters));
    }

    /// <summary>
    /// Adds a field to the context of the workflow instance of whose node this is the run; expressions of later nodes read it as <c>context.KEY</c>. It takes effect if
    /// the attempt succeeds, and takes the place of a field that is there already. In a run that is no node's it does nothing.
    /// </summary>
    /// <param name="key">The name of the field.</param>
    /// <param name="value">Its value, which is written as JSON in the style of the web (camelCase). The whole context holds 256 Ki characters.</param>
    public void Append(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var json = JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);
        lock (_gate)
        {
            _appended[key] = json;
        }
    }

    /// <summary>The JSON of an object with what was appended; empty when there is nothing.</summary>
    internal string Appended()
    {
        lock (_gate)
        {
            return _appended.Count == 0 ? "" : _appended.ToJsonString(s_plain);
        }
    }

    /// <summary>Reads the params, in the style of the web (camelCase, names without regard to case).</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The params.</returns>
    /// <exception cref="ParamsException">There are none, or they do not have the form of the type; the message names the field.</exception>
    public T GetParams<T>()
        where T : notnull
    {
        if (Params.Length is 0)
        {
            throw new ParamsException($"The run has no params; its processor reads {typeof(T).Name}.");
        }
        try
        {
            return JsonSerializer.Deserialize<T>(Params, JsonSerializerOptions.Web)
                ?? throw new ParamsException($"The params are null; the processor reads {typeof(T).Name}.");
        }
        catch (JsonException exception)
        {
            var field = exception.Path is null or "$" ? "the params as a whole" : $"the field {exception.Path} of the params";
            throw new ParamsException($"Cannot read {field} as {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}
