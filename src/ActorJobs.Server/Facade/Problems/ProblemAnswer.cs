using System.Diagnostics;
using System.Text.Json;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>An error on its way to a client, in the form of RFC 9457.</summary>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Detail">What was found, what was expected, what to do.</param>
internal sealed record ProblemAnswer(string Code, string Detail) : IResult
{
    private const string RetryAfterSeconds = "1";

    /// <summary>The type of the body, for its schema.</summary>
    public static Type BodyType => typeof(ProblemBody);

    /// <summary>The HTTP status, if it is not the one that the code usually has.</summary>
    public int? Status { get; init; }

    /// <summary>The field of the request that is meant.</summary>
    public string? Field { get; init; }

    /// <summary>What would have been valid, or what is in the way.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>All that is wrong with the fields of the request; none if it is not a matter of fields.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>The state that is in the way.</summary>
    public string? State { get; init; }

    /// <summary>The entity tag of what there is, where another one was expected.</summary>
    public string? ETag { get; init; }

    /// <summary>The problem that a refusal is.</summary>
    public static ProblemAnswer Of(RefusalException refusal) =>
        new(refusal.Code, refusal.Message) { Field = refusal.Field, Candidates = refusal.Candidates };

    /// <summary>The id under which the server's log tells more about a request.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var status = Status ?? ProblemStatus.Of(Code);
        if (ETag is not null)
        {
            httpContext.Response.Headers.ETag = ETag;
        }

        if (ProblemStatus.IsRepeatable(Code))
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = Challenge();
        }

        var body = new ProblemBody(
            $"urn:actorjobs:error:{Code}",
            Title(),
            status,
            Detail,
            Code,
            Field,
            Candidates.Count == 0 ? null : Candidates,
            Errors.Count == 0 ? null : Errors,
            State,
            ExampleFor(status, httpContext),
            TraceIdOf(httpContext)
        );
        return new JsonAnswer<ProblemBody>(body, status, "application/problem+json").ExecuteAsync(httpContext);
    }

    /// <summary>As RFC 6750 has it. Those who dial WebSockets are shown the headers of a refusal, and never its body.</summary>
    private string Challenge() =>
        $"Bearer realm=\"ActorJobs\", error_description=\"{Code}: {string.Concat(Detail.Where(letter => letter is >= ' ' and <= '~' and not ('"' or '\\')))}\"";

    private static JsonElement? ExampleFor(int status, HttpContext context) =>
        status is StatusCodes.Status400BadRequest or StatusCodes.Status415UnsupportedMediaType
        && context.Features.Get<BodyExample>() is { } example
            ? JsonElement.Parse(example.Json)
            : null;

    private string Title() => string.Concat(Code[..1], Code[1..].ToLowerInvariant().Replace('_', ' '));

    private sealed record ProblemBody(
        string Type,
        string Title,
        int Status,
        string Detail,
        string Code,
        string? Field,
        IReadOnlyList<string>? Candidates,
        IReadOnlyList<FieldError>? Errors,
        string? State,
        JsonElement? Example,
        string TraceId
    );
}
