namespace ActorJobs.Cli.Prompts;

/// <summary>Where commands come from, line by line.</summary>
internal interface ILineSource : IDisposable
{
    /// <summary>Whether a person sees the failure, and goes on; otherwise what comes next may rest on what has failed.</summary>
    bool GoesOnAfterAFailure { get; }

    /// <summary>The next line that is a command; null at the end.</summary>
    ValueTask<string?> NextAsync(CancellationToken cancellationToken);
}
