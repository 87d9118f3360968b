namespace ActorJobs.Worker;

/// <summary>
/// The worker's own limits of time. Back-off, dialling and handshake together stay below the 15 s within which a worker has to be back after any break.
/// </summary>
internal sealed record WorkerTimings
{
    /// <summary>The pause after the first failed round over all servers.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two rounds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a round over all servers may hang in dialling; each server gets its share.</summary>
    public TimeSpan DialRound { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a node may take from Hello to Welcome.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The first pause after a refusal that only a change can lift; each further one in a row takes twice as long.</summary>
    public TimeSpan FirstPauseAfterFinalRefusal { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such pause.</summary>
    public TimeSpan LongestPauseAfterFinalRefusal { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an outage that lasts is logged again.</summary>
    public TimeSpan OutageRepeat { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often results are looked through for what is due.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After so long without an acknowledgement a result is written to disk.</summary>
    public TimeSpan SpoolAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After so long without an acknowledgement a result is sent again; each further time takes twice as long, up to 30 s.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a line of a log waits for others to leave with it.</summary>
    public TimeSpan LogLinger { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a drain waits for processors to end after it cancelled them.</summary>
    public TimeSpan GiveUpWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the killing of processes may take. With the grace before it an end comes within 5 s of that.</summary>
    public TimeSpan KillWait { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a runtime may take to tell its version.</summary>
    public TimeSpan RuntimeProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a drain waits for the acknowledgement of results and of the lines of logs.</summary>
    public TimeSpan FlushWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a drain waits for its last messages to leave.</summary>
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one check of a doctor may take.</summary>
    public TimeSpan DoctorCheck { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much longer than its grace a drain may take.</summary>
    public TimeSpan DrainExtra => GiveUpWait + KillWait + FlushWait + CloseWait + TimeSpan.FromSeconds(1);
}
