using System.Diagnostics.CodeAnalysis;

namespace ActorJobs.Worker;

/// <summary>Through which stream a line came into the log of a run.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It tells one stream of a program from the other, as shells name them.")]
public enum RunLogStream
{
    /// <summary>Written by the processor itself, with a level.</summary>
    Log,

    /// <summary>The standard output of a program.</summary>
    Stdout,

    /// <summary>The standard error of a program.</summary>
    Stderr,
}
