namespace ActorJobs.Worker.Attempts;

/// <summary>Why an attempt is to end. The first wish counts: it says how the end is reported.</summary>
internal enum EndWish
{
    /// <summary>It may run.</summary>
    None,

    /// <summary>The server, or a newer attempt of the run, wants it to end.</summary>
    Stop,

    /// <summary>It ran for longer than it may.</summary>
    TimeOut,

    /// <summary>The worker ends, and the grace of its drain is over.</summary>
    Drain,
}
