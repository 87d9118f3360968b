namespace ActorJobs.Cli;

/// <summary>How pbm ends. Ctrl-C ends it with 130, as the system does with any program.</summary>
internal enum ExitCode
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>The server refused it.</summary>
    Refused = 1,

    /// <summary>The command line is wrong, or a file that it names.</summary>
    Usage = 2,

    /// <summary>The server cannot be reached, or what answers is none.</summary>
    Away = 3,

    /// <summary>The run that was waited for did not succeed.</summary>
    NotSucceeded = 4,
}
