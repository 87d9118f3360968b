using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>That a job is paused, or its app as a whole. It stands beside the definition, which it outlives.</summary>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when, in whole milliseconds.</param>
/// <param name="Note">Why, in the user's words; null if he did not say.</param>
/// <param name="Until">When it ends by itself, in whole milliseconds; null: never.</param>
public sealed record Pause(string By, Instant Since, string? Note, Instant? Until)
{
    /// <summary>Whether it holds all jobs of the app.</summary>
    public bool IsOfApp { get; init; }

    /// <summary>Why fires are left out, as it holds also if the pause ends early.</summary>
    public string Reason => $"{(IsOfApp ? "app" : "job")} paused by {By} since {InstantText.Format(Since)}{Wording.Noted(Note)}";

    /// <summary>Why runs wait, as a person reads it.</summary>
    public override string ToString() => Until is { } until ? $"{Reason}; it goes on at {InstantText.Format(until)}" : Reason;
}
