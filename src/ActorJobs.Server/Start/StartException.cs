namespace ActorJobs.Server.Start;

/// <summary>The server cannot start, and starting it again without a change is of no use.</summary>
/// <param name="failure">What has to be changed; tells the exit code.</param>
/// <param name="problems">All that is wrong; one at least.</param>
/// <param name="innerException">What it was seen from.</param>
public sealed class StartException(StartFailure failure, IReadOnlyList<StartProblem> problems, Exception? innerException = null)
    : Exception(string.Join('\n', problems), innerException)
{
    /// <summary>A single problem.</summary>
    public StartException(StartFailure failure, string code, string message, Exception? innerException = null)
        : this(failure, [new StartProblem(code, message)], innerException) { }

    /// <summary>What has to be changed; tells the exit code.</summary>
    public StartFailure Failure { get; } = failure;

    /// <summary>All that is wrong; one at least.</summary>
    public IReadOnlyList<StartProblem> Problems { get; } = problems;
}
