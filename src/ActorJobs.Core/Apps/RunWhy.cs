using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>Why an open run is where it is, made of what the app group decides by.</summary>
/// <param name="Run">As it is now.</param>
/// <param name="Summary">One sentence.</param>
public sealed record RunWhy(Run Run, string Summary)
{
    /// <summary>What it waits for; none if it does not wait.</summary>
    public WaitReason Waits { get; init; }

    /// <summary>Since when it is in its state.</summary>
    public Instant? Since { get; init; }

    /// <summary>What will end the wait, or the run, in words.</summary>
    public string EndsBy { get; init; } = "";

    /// <summary>When it goes on, or ends at the latest; null: no time is set.</summary>
    public Instant? EndsAt { get; init; }

    /// <summary>How many runs are before it in the queue; null: it stands in none.</summary>
    public int? Ahead { get; init; }

    /// <summary>How many other jobs take turns with its own.</summary>
    public int Rivals { get; init; }

    /// <summary>The workers of the app, each with the reason why it does not take the run.</summary>
    public IReadOnlyList<WhyCandidate> Candidates { get; init; } = [];

    /// <summary>The worker that has it; null: none.</summary>
    public Worker? Holder { get; init; }

    /// <summary>What its worker told of the attempt last; null: nothing yet.</summary>
    public AttemptPulse? Pulse { get; init; }
}

/// <summary>A worker, and why it does not take a run.</summary>
/// <param name="Worker">Its id.</param>
/// <param name="Misfit">The reason.</param>
/// <param name="Text">In words.</param>
public sealed record WhyCandidate(string Worker, Misfit Misfit, string Text)
{
    /// <summary>As it is said of a run that is held back, whatever workers there are.</summary>
    internal WhyCandidate ForHeldRun() => Misfit == Misfit.None ? this with { Text = "fit; the run is held back" } : this;
}
