namespace ActorJobs.Client;

/// <summary>The server refused a request, and says why.</summary>
/// <param name="problem">Its answer.</param>
public sealed class ProblemException(Problem problem) : ActorJobsException($"{problem.Code}: {problem.Detail}")
{
    /// <summary>The answer as it came.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>A symbol of the error catalogue, such as <see cref="ActorJobs.Errors.ErrorCodes.JobNotFound"/>; a newer server may have more.</summary>
    public string Code => Problem.Code;

    /// <summary>The path of the field, or the name of the parameter, that is meant; null if none is.</summary>
    public string? Field => Problem.Field;

    /// <summary>What may have been meant, or what is in the way; may be empty.</summary>
    public IReadOnlyList<string> Candidates => Problem.Candidates;

    /// <summary>What the server's log knows the request by.</summary>
    public string TraceId => Problem.TraceId;
}
