namespace ActorJobs.Worker;

/// <summary>The settings of a worker. They are checked when the host starts; a message names the option.</summary>
public sealed class WorkerOptions
{
    /// <summary>The addresses of one or more server nodes (http, https, ws or wss), which are tried in turn. At least one.</summary>
    public IList<string> Servers { get; } = [];

    /// <summary>The app whose jobs this worker runs. Required.</summary>
    public string App { get; set; } = "";

    /// <summary>
    /// The worker's id, unique in its app and the same after a restart. Empty: the machine's name and the lowest number that no other process of this user
    /// on this machine has taken.
    /// </summary>
    public string WorkerId { get; set; } = "";

    /// <summary>The secret of the app, <c>ajs_…</c>, which a server asks for that others than its own machine can reach. Empty: none.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A file of PEM with the certificates of authorities that are trusted beside the system's, for https and wss addresses. Empty: none.</summary>
    public string CertificateAuthorityFile { get; set; } = "";

    /// <summary>
    /// The network card (such as <c>eth0</c>) or the local address over which servers are dialled, and which the server shows of this worker. Empty: the one of the
    /// system's route to the server.
    /// </summary>
    public string LocalAddress { get; set; } = "";

    /// <summary>How many runs this worker does at once: at least 1. Default: two for each processor of the machine.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount * 2;

    /// <summary>
    /// How long running attempts may go on after the host was asked to stop; then they are cancelled and given back to the queue. Default: 30 s. The process
    /// may need 14 s more, which an orchestrator's own limit has to allow.
    /// </summary>
    public TimeSpan DrainGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an attempt may go on after it was asked to end, by a stop or its time-out, before it is ended the hard way: a process of its own is killed with all
    /// that it started, code in the worker's process is given up. A job's own grace comes first. More than 0, at most a day. Default: 10 s.
    /// </summary>
    public TimeSpan KillGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Key and value pairs by which jobs choose workers.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the worker finds out at its start which runtimes of scripts the machine has (bash, python3, java, …) and tells their versions, so that jobs can ask for
    /// them. Default: false.
    /// </summary>
    public bool ProbeRuntimes { get; set; }

    /// <summary>Where the worker keeps what has to outlive its process. Empty: a folder in the user's local application data.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Whether results that the server has not acknowledged are kept in <see cref="DataFolder"/>, to be delivered after a restart. Default: true.</summary>
    public bool KeepResultsOnDisk { get; set; } = true;

    /// <summary>
    /// How many bytes of the logs of runs are kept in <see cref="DataFolder"/> while the server is away or slow; 1 MiB or more, or 0: they are kept in memory only, 8 MiB
    /// of them. What does not fit is left out, and the log says how much. Default: 256 MiB.
    /// </summary>
    public long LogSpoolBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// How many bytes of the log of one attempt, from its beginning on, are sent as they are written; 0 or more. Each line counts 64 bytes more than its text.
    /// Default: 4 MiB.
    /// </summary>
    public long LogHeadBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// How many bytes of what follows, the newest of it, are kept in memory and sent when the attempt ends; 0 to 64 MiB. What is between is left out, and the log says
    /// how much. Default: 4 MiB.
    /// </summary>
    public long LogTailBytes { get; set; } = 4 * 1024 * 1024;
}
