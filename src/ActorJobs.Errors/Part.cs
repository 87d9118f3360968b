namespace ActorJobs.Errors;

/// <summary>Who tells, or is told of, an error.</summary>
[Flags]
public enum Part
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>A server.</summary>
    Server = 1,

    /// <summary>A worker.</summary>
    Worker = 2,

    /// <summary>Whoever uses the HTTP API: a program, the command line, a person.</summary>
    Caller = 4,

    /// <summary>Whoever starts a server or a worker, and reads its log.</summary>
    Operator = 8,
}
