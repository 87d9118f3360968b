using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>That a job is paused. It stands beside the definition, which it outlives.</summary>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when, in whole milliseconds.</param>
/// <param name="Note">Why, in the user's words; null if he did not say.</param>
/// <param name="Until">When it ends by itself, in whole milliseconds; null: never.</param>
public sealed record JobPause(string By, Instant Since, string? Note, Instant? Until)
{
    /// <summary>Why fires are left out, as it holds also if the pause ends early.</summary>
    public string Reason => $"job paused by {By} since {InstantText.Format(Since)}{(Note is { } note ? $", note: {note}" : "")}";

    /// <summary>Why runs wait, as a person reads it.</summary>
    public override string ToString() => Until is { } until ? $"{Reason}; it goes on at {InstantText.Format(until)}" : Reason;
}
