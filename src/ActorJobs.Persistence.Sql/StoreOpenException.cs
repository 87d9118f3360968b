using ActorJobs.Errors;

namespace ActorJobs.Persistence.Sql;

/// <summary>The store was reached, and cannot be used as it is.</summary>
/// <param name="code">A symbol of <see cref="ErrorCodes"/>.</param>
/// <param name="message">What was found, what was expected, and what to do.</param>
public sealed class StoreOpenException(string code, string message) : Exception(message)
{
    /// <summary>A symbol of the error catalogue.</summary>
    public string Code { get; } = code;
}
