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
/// <param name="EndsAt">When the wait or the run ends at the latest, or goes on; null if nothing is set.</param>
/// <param name="Queue">Its place in the queue; null if it stands in none.</param>
/// <param name="Candidates">The workers of the app, each with the reason why it does not take a run that waits for one.</param>
/// <param name="Running">The attempt that a worker has, as it told last; null if none has it.</param>
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
    Instant? EndsAt,
    QueuePlaceView? Queue,
    IReadOnlyList<CandidateView> Candidates,
    RunningView? Running,
    RunOwnerView? Owner,
    WorkerView? Worker,
    IReadOnlyList<AttemptView> Attempts
);

/// <summary>The owner of a run's app.</summary>
/// <param name="Node">The node.</param>
/// <param name="Epoch">Of the ownership; rises with each.</param>
internal sealed record RunOwnerView(string Node, long Epoch);

/// <summary>A place in the queue.</summary>
/// <param name="Ahead">Runs of its job, and of greater priority, that are before it.</param>
/// <param name="OtherJobs">Jobs of the same priority that take turns with its own.</param>
internal sealed record QueuePlaceView(int Ahead, int OtherJobs);

/// <summary>A worker, and why it does not take the run.</summary>
/// <param name="Worker">Its id.</param>
/// <param name="Reason">The symbol of the reason.</param>
/// <param name="Text">In words.</param>
internal sealed record CandidateView(string Worker, string Reason, string Text);

/// <summary>An attempt that a worker has.</summary>
/// <param name="Worker">Its id.</param>
/// <param name="WorkerState">What is known of the worker.</param>
/// <param name="SilentFor">Since when the worker was not heard.</param>
/// <param name="Pid">The process that does it.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="LastOutput">By the worker's clock; null: there was none, or it does not tell.</param>
/// <param name="Progress">0 to 1; null: it does not tell.</param>
/// <param name="Details">What the processor says of its progress; null: nothing.</param>
internal sealed record RunningView(
    string Worker,
    string WorkerState,
    Duration SilentFor,
    int Pid,
    string Host,
    Instant? LastOutput,
    double? Progress,
    string? Details
);
