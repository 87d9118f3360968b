using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>Why a run is where it is.</summary>
/// <param name="Id">Which run.</param>
/// <param name="App">Of which app.</param>
/// <param name="Job">Of which job.</param>
/// <param name="State">Where it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why it waits, as the store has it.</param>
/// <param name="Why">In words, from the owner of the app if the run is open.</param>
/// <param name="Next">What ends this state, in words; null if it is final.</param>
/// <param name="Due">When a run that is not due becomes so.</param>
/// <param name="Owner">Who decides; null if it does not answer.</param>
/// <param name="Worker">Who holds, or held, its attempt, as the owner sees it now; null if none does, or the owner does not know it.</param>
/// <param name="Attempts">Its attempts, the last one last.</param>
internal sealed record RunWhyView(
    RunId Id,
    string App,
    string Job,
    RunState State,
    Instant Since,
    WaitReason? Reason,
    string Why,
    string? Next,
    Instant? Due,
    RunOwnerView? Owner,
    WorkerView? Worker,
    IReadOnlyList<AttemptView> Attempts
);

/// <summary>The owner of a run's app.</summary>
/// <param name="Node">The node.</param>
/// <param name="Epoch">Of the ownership; rises with each.</param>
internal sealed record RunOwnerView(string Node, long Epoch);
