using System.Text.Json;
using ActorJobs.Errors;
using ActorJobs.Protocol;

namespace ActorJobs.Worker;

/// <summary>How a processor ended: with success and a JSON value, or with a failure in its own words.</summary>
public sealed class ProcessResult
{
    /// <summary>The most bytes of UTF-8 that the JSON of a result may have: 1 MiB. A larger one ends the attempt as failed with the type RESULT_TOO_LARGE.</summary>
    public const int MaxBytes = MessageLimits.ResultBytes;

    private static readonly ProcessResult s_empty = new(succeeded: true, json: "", failureType: "", message: "");

    private ProcessResult(bool succeeded, string json, string failureType, string message, bool ended = false)
    {
        Succeeded = succeeded;
        WasEnded = ended;
        Json = json;
        FailureType = failureType;
        Message = message;
    }

    /// <summary>Whether the processor succeeded.</summary>
    public bool Succeeded { get; }

    /// <summary>The JSON of a success, or of what is known beside a failure; empty when there is none.</summary>
    public string Json { get; }

    /// <summary>Whether the work did not end by itself, but since its cancellation was asked for.</summary>
    internal bool WasEnded { get; }

    /// <summary>The type of a failure: a word of the processor's own; empty with a success.</summary>
    public string FailureType { get; }

    /// <summary>The message of a failure; empty with a success.</summary>
    public string Message { get; }

    /// <summary>A success without a value.</summary>
    /// <returns>The result.</returns>
    public static ProcessResult Success() => s_empty;

    /// <summary>A success with a value, which is written as JSON in the style of the web (camelCase).</summary>
    /// <param name="value">The value; a string becomes a JSON string.</param>
    /// <returns>The result.</returns>
    public static ProcessResult Success(object? value) =>
        new(succeeded: true, JsonSerializer.Serialize(value, JsonSerializerOptions.Web), "", "");

    /// <summary>A success with a value that is JSON already.</summary>
    /// <param name="json">One JSON value.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The text is not one JSON value.</exception>
    public static ProcessResult SuccessJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var checkedOnly = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The result is not JSON: {exception.Message}", nameof(json), exception);
        }
        return new(succeeded: true, json, "", "");
    }

    /// <summary>A failure in the processor's own words. To fail with a cause and its stack, throw.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="type">A word for this kind of failure.</param>
    /// <param name="details">
    /// What else is known, such as an exit code; it is written as JSON in the style of the web, and shown as the result of the failed attempt. Null: nothing.
    /// </param>
    /// <returns>The result.</returns>
    public static ProcessResult Failure(string message, string type = ErrorCodes.Failed, object? details = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        return new(succeeded: false, Written(details), type, message);
    }

    /// <summary>The end of work that was ended from outside, since its cancellation was asked for; with more to tell than the exception for that can carry.</summary>
    internal static ProcessResult Ended(string message, string type, object? details) =>
        new(succeeded: false, Written(details), type, message, ended: true);

    private static string Written(object? details) => details is null ? "" : JsonSerializer.Serialize(details, JsonSerializerOptions.Web);
}
