using ActorJobs.Client.Workers;

namespace ActorJobs.Client.Runs;

/// <summary>Why a run is where it is.</summary>
/// <param name="Id">Which run.</param>
/// <param name="App">Of which app.</param>
/// <param name="Job">Of which job.</param>
/// <param name="State">Where it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">The symbol of why it waits; null if it does not.</param>
/// <param name="Why">In words, from the owner of the app if the run is open.</param>
/// <param name="Next">What ends this state, in words; null if it is final.</param>
/// <param name="Due">When a run that is not due becomes so.</param>
/// <param name="Owner">Who decides; null if it does not answer.</param>
/// <param name="Worker">Who holds, or held, its attempt, as the owner sees it now; null if none does, or the owner does not know it.</param>
/// <param name="Attempts">Its attempts, the last one last.</param>
public sealed record RunWhy(
    Guid Id,
    string App,
    string Job,
    RunState State,
    DateTimeOffset Since,
    string? Reason,
    string Why,
    string? Next,
    DateTimeOffset? Due,
    RunOwner? Owner,
    Worker? Worker,
    IReadOnlyList<Attempt> Attempts
);

/// <summary>The owner of a run's app.</summary>
/// <param name="Node">The server.</param>
/// <param name="Epoch">Of the ownership; rises with each.</param>
public sealed record RunOwner(string Node, long Epoch);
