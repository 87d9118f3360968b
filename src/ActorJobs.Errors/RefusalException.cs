namespace ActorJobs.Errors;

/// <summary>What was asked cannot be done, and nothing was changed. Carries what an API's answer needs.</summary>
/// <param name="code">A symbol of the error catalogue.</param>
/// <param name="detail">What was found, what was expected, what to do.</param>
/// <param name="field">Which field of the request is meant; null if none is.</param>
/// <param name="candidates">What would have been valid, or what is in the way; may be empty.</param>
public sealed class RefusalException(string code, string detail, string? field = null, IReadOnlyList<string>? candidates = null)
    : Exception(detail)
{
    /// <summary>A symbol of the error catalogue.</summary>
    public string Code { get; } = code;

    /// <summary>Which field of the request is meant; null if none is.</summary>
    public string? Field { get; } = field;

    /// <summary>What would have been valid, or what is in the way; may be empty.</summary>
    public IReadOnlyList<string> Candidates { get; } = candidates ?? [];
}
