namespace ActorJobs.Client.Workers;

/// <summary>A worker, as the owner of its app sees it.</summary>
/// <param name="Id">Stable over restarts.</param>
/// <param name="State">Connecting, Online, Draining, Suspect or Offline.</param>
/// <param name="Since">When that state began.</param>
/// <param name="Reason">Why it is suspect or offline.</param>
/// <param name="Slots">How many runs it takes at once.</param>
/// <param name="Busy">How many it has.</param>
/// <param name="SilentFor">Since when it was not heard.</param>
/// <param name="SuspectAfter">After so long a silence it gets no more runs.</param>
/// <param name="OfflineAfter">After so long a silence it has lost its runs.</param>
/// <param name="Processors">What it can run.</param>
/// <param name="Incarnation">One value for the life of its process.</param>
/// <param name="Node">The server on which its socket ends.</param>
/// <param name="Sdk">Its software.</param>
/// <param name="Host">Where it runs; null if it is known from its runs only.</param>
/// <param name="Labels">Key and value pairs by which jobs choose it.</param>
/// <param name="Runtimes">What is installed there, with its version.</param>
/// <param name="Load">How busy its machine is; null: it does not tell.</param>
public sealed record Worker(
    string Id,
    string State,
    DateTimeOffset Since,
    string? Reason,
    int Slots,
    int Busy,
    TimeSpan SilentFor,
    TimeSpan SuspectAfter,
    TimeSpan OfflineAfter,
    IReadOnlyList<string> Processors,
    string Incarnation,
    string? Node,
    string? Sdk,
    WorkerHost? Host,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Runtimes,
    WorkerLoad? Load
);

/// <summary>Where a worker runs.</summary>
/// <param name="Name">The name of the machine.</param>
/// <param name="Os">Its operating system.</param>
/// <param name="Architecture">Its processor.</param>
/// <param name="Pid">The process.</param>
/// <param name="Address">From where it dials.</param>
/// <param name="Cpus">Processors that it may use; null: not known.</param>
/// <param name="Memory">Bytes of memory that it may use; null: not known.</param>
public sealed record WorkerHost(string Name, string Os, string Architecture, int Pid, string Address, int? Cpus, long? Memory);

/// <summary>How busy the machine of a worker is.</summary>
/// <param name="FreeCpu">Processors that are idle.</param>
/// <param name="FreeMemory">Bytes.</param>
/// <param name="FreeDisk">Bytes, where the worker keeps its data.</param>
public sealed record WorkerLoad(double FreeCpu, long FreeMemory, long FreeDisk);

/// <summary>A worker that was refused; equal refusals are one.</summary>
/// <param name="App">The app that it named; null if it named none.</param>
/// <param name="Worker">The id that it gave; null if it gave none.</param>
/// <param name="Address">Where it dialled from.</param>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Reason">What it was told last.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The last time.</param>
public sealed record RefusedWorker(
    string? App,
    string? Worker,
    string Address,
    string Code,
    string Reason,
    long Count,
    DateTimeOffset First,
    DateTimeOffset Last
);

/// <summary>The workers of an app.</summary>
/// <param name="Items">Those that its owner knows.</param>
/// <param name="Drains">Which are to get no new runs, also of those that come later.</param>
/// <param name="Refused">Those that were refused within the last hour, the newest first.</param>
public sealed record WorkerList(IReadOnlyList<Worker> Items, IReadOnlyList<WorkerDrain> Drains, IReadOnlyList<RefusedWorker> Refused);

/// <summary>That workers get no new runs.</summary>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when.</param>
/// <param name="Worker">The one worker; null: the labels tell.</param>
/// <param name="Labels">Those that a worker must have to fall under it; null: it is one worker.</param>
/// <param name="Note">Why, in his words; null if he did not say.</param>
/// <param name="Until">When it ends by itself; null: never.</param>
public sealed record WorkerDrain(
    string By,
    DateTimeOffset Since,
    string? Worker = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    string? Note = null,
    DateTimeOffset? Until = null
);

/// <summary>Which workers are to get no new runs.</summary>
/// <param name="Labels">Those that a worker must have, one or more.</param>
/// <param name="Note">Why, in one line of up to 500 characters; null: not said.</param>
/// <param name="Until">When it ends by itself, in whole milliseconds; null: never.</param>
public sealed record DrainRequest(IReadOnlyDictionary<string, string> Labels, string? Note = null, DateTimeOffset? Until = null);
