namespace ActorJobs.Server.Start;

/// <summary>One reason why the server cannot start.</summary>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Message">What was found, what was expected, what to do; one line.</param>
public sealed record StartProblem(string Code, string Message)
{
    /// <summary>As the console shows it: one line.</summary>
    public override string ToString() => $"{Code}: {Message.ReplaceLineEndings(" ")}";
}
