using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>One worker as its app group sees it. Mutable; the app group is its one owner.</summary>
public sealed class Worker
{
    private readonly HashSet<RunId> _held = [];

    internal Worker(WorkerRef reference, Moment moment)
    {
        Ref = reference;
        LastHeard = moment.Monotonic;
        Since = moment.Now;
    }

    /// <summary>Its id, and the life of it that counts.</summary>
    public WorkerRef Ref { get; internal set; }

    /// <summary>Where it is reached; null while it has no session.</summary>
    public SessionAddress? Session { get; internal set; }

    /// <summary>The number that the worker gave that session.</summary>
    public long SessionNumber { get; internal set; }

    /// <summary>What is known of it.</summary>
    public WorkerState State { get; private set; }

    /// <summary>Since when it is in that state.</summary>
    public Instant Since { get; private set; }

    /// <summary>Why it is in that state, in words; may be empty.</summary>
    public string Reason { get; private set; } = "known from its runs; not connected since this server took over the app";

    /// <summary>Whether it says that it wants no new runs.</summary>
    public bool IsLeaving { get; internal set; }

    /// <summary>The drain of the app that it falls under; null: none.</summary>
    public WorkerDrain? Drain { get; internal set; }

    /// <summary>Whether it is to get no new runs.</summary>
    public bool Draining => IsLeaving || Drain is not null;

    /// <summary>How many runs it takes at once.</summary>
    public int Slots { get; internal set; }

    /// <summary>The processors that it offers.</summary>
    public HashSet<string> Processors { get; internal set; } = [];

    /// <summary>Key and value pairs by which jobs choose it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; internal set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is installed where it is, with its version.</summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; internal set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How busy its machine was at its last heartbeat; null: it does not tell.</summary>
    public HostLoad? Load { get; private set; }

    /// <summary>How many slots were taken then.</summary>
    public int SlotsAtLoad { get; private set; }

    /// <summary>Name and version of its software.</summary>
    public string Sdk { get; internal set; } = "";

    /// <summary>Where it runs.</summary>
    public WorkerHost Host { get; internal set; } = WorkerHost.Unknown;

    /// <summary>When it was last heard, by the monotonic clock.</summary>
    public Duration LastHeard { get; internal set; }

    /// <summary>The worker refused a run; it gets no other before this time of the monotonic clock.</summary>
    public Duration RestsUntil { get; internal set; }

    /// <summary>The token of the run that it was given last; 0 before the first.</summary>
    public long LastToken { get; internal set; }

    /// <summary>The open runs that are with it.</summary>
    public IReadOnlyCollection<RunId> Held => _held;

    /// <summary>Attempts that it still runs though they count no more; they are told to stop, and use slots until they end.</summary>
    internal HashSet<AttemptRef> Leftovers { get; } = [];

    /// <summary>When it was last asked for something that it has to answer, by the monotonic clock.</summary>
    internal Duration AskedAt { get; set; }

    /// <summary>How many slots are taken, by runs that are with it and by attempts that have not ended though they count no more.</summary>
    public int UsedSlots => _held.Count + Leftovers.Count;

    /// <summary>How many more runs it takes.</summary>
    public int FreeSlots => Math.Max(0, Slots - UsedSlots);

    internal void Tell(HostLoad load)
    {
        Load = load;
        SlotsAtLoad = UsedSlots;
    }

    internal bool Holds(RunId run) => _held.Contains(run);

    internal void Hold(RunId run) => _held.Add(run);

    internal bool Release(RunId run) => _held.Remove(run);

    /// <summary>It came over a session, perhaps in a new life, and says what it is.</summary>
    internal void Introduce(WorkerIntroduction introduction, SessionAddress session, Moment moment)
    {
        Ref = introduction.Worker;
        Session = session;
        SessionNumber = introduction.SessionNumber;
        Slots = introduction.Slots;
        Processors = introduction.Processors.ToHashSet(StringComparer.Ordinal);
        Labels = introduction.Labels;
        Runtimes = introduction.Runtimes;
        Load = null;
        Sdk = introduction.Sdk;
        Host = introduction.Host;
        IsLeaving = false;
        LastHeard = moment.Monotonic;
        Become(WorkerState.Connecting, "asked what it holds", moment);
    }

    internal void Become(WorkerState state, string reason, Moment moment)
    {
        if (State != state)
        {
            State = state;
            Since = moment.Now;
        }

        Reason = reason;
    }
}
