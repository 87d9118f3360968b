using System.Text.Json;

namespace ActorJobs.Client;

/// <summary>An error as the server tells it, in the form of RFC 9457.</summary>
public sealed record Problem
{
    /// <summary>A URN with the code.</summary>
    public string Type { get; init; } = "";

    /// <summary>The code in words.</summary>
    public string Title { get; init; } = "";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>What was found, what was expected, what to do.</summary>
    public string Detail { get; init; } = "";

    /// <summary>A symbol of the error catalogue.</summary>
    public string Code { get; init; } = "";

    /// <summary>The path of the field, or the name of the parameter, that is meant; null if none is.</summary>
    public string? Field { get; init; }

    /// <summary>What may have been meant, or what is in the way.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>All that is wrong with the fields of the request.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>The state that is in the way; null if none is.</summary>
    public string? State { get; init; }

    /// <summary>A right body, if the one that was sent is wrong.</summary>
    public JsonElement? Example { get; init; }

    /// <summary>What the server's log knows the request by.</summary>
    public string TraceId { get; init; } = "";
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its path.</param>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Message">What was found, what was expected.</param>
public sealed record FieldProblem(string Field, string Code, string Message);
