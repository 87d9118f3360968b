namespace ActorJobs.Client.Answers;

/// <summary>One request.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">Relative to the server, with its query.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    private const string Json = "application/json";

    /// <summary>The body as JSON; null if there is none.</summary>
    public object? Body { get; init; }

    /// <summary>The body as the user wrote it, sent as it is, so that the server can say where it is wrong; null if there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The media type of the body.</summary>
    public string MediaType { get; init; } = Json;

    /// <summary>The media type of the answer; another one than JSON is read as it comes.</summary>
    public string Accepts { get; init; } = Json;

    /// <summary>When the answer is handed on.</summary>
    public HttpCompletionOption Completion =>
        Accepts == Json ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead;

    /// <summary>The entity tag that the change builds on; null: any.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Whether the change is made only if there is nothing yet.</summary>
    public bool IfNoneMatch { get; init; }

    /// <summary>The key by which the server knows a repetition; null if there is none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether it does no more when it is done twice.</summary>
    public bool IsIdempotent { get; init; } = Method == HttpMethod.Get;
}
