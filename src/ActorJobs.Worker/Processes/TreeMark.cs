namespace ActorJobs.Worker.Processes;

/// <summary>The mark of all processes of one attempt: a variable of their environment, which they inherit whatever else they cut.</summary>
/// <param name="Attempt">The attempt, and the worker that runs it.</param>
internal sealed record TreeMark(string Attempt)
{
    /// <summary>The variable.</summary>
    public const string Variable = "ACTORJOBS_RUN_ATTEMPT";

    /// <summary>As it stands in an environment.</summary>
    public string Entry { get; } = $"{Variable}={Attempt}";
}
