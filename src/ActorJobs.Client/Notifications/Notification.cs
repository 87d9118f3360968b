using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Notifications;

/// <summary>What was told to a channel, and whether it arrived.</summary>
public sealed record Notification
{
    /// <summary>As the receiver knows it.</summary>
    public required Guid Id { get; init; }

    /// <summary>failure or waiting.</summary>
    public required string Event { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Channel { get; init; }

    /// <summary>Where it is.</summary>
    public required NotificationState State { get; init; }

    /// <summary>The name of the job, the workflow, or the node of a workflow.</summary>
    public required string Job { get; init; }

    /// <summary>The last of the runs that it is about.</summary>
    public required Guid Run { get; init; }

    /// <summary>The state of that run then.</summary>
    public required RunState RunState { get; init; }

    /// <summary>How many runs it is about.</summary>
    public required long Count { get; init; }

    /// <summary>The first of them.</summary>
    public required NotedRun First { get; init; }

    /// <summary>The last of them.</summary>
    public required NotedRun Last { get; init; }

    /// <summary>Why the last run failed; null if it did not.</summary>
    public NotedFailure? Failure { get; init; }

    /// <summary>Why the last run waits; null if it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is tried, or tried again; null once that is over.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Tries { get; init; }

    /// <summary>What became of the last try; null before its end.</summary>
    public Receipt? LastTry { get; init; }
}

/// <summary>A run that a notification is about.</summary>
/// <param name="Run">Which.</param>
/// <param name="At">When it met with what the notification tells.</param>
public sealed record NotedRun(Guid Run, DateTimeOffset At);

/// <summary>Why a run failed.</summary>
/// <param name="Type">The type of the failure, or the state of the run if it has none.</param>
/// <param name="Message">What it says; may be empty.</param>
public sealed record NotedFailure(string Type, string Message);

/// <summary>What became of one try to deliver.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Delivered">Whether the receiver has taken it.</param>
/// <param name="Problem">What was wrong, and what to do; null if it was delivered.</param>
/// <param name="Address">Where it went, without the query; null if it went nowhere.</param>
/// <param name="Status">Of the answer; null if there was none.</param>
/// <param name="ContentType">Of the answer's body; null if there was none.</param>
/// <param name="Body">How the answer's body begins; null if there was none.</param>
public sealed record Receipt(
    DateTimeOffset At,
    bool Delivered,
    string? Problem = null,
    string? Address = null,
    int? Status = null,
    string? ContentType = null,
    string? Body = null
);

/// <summary>Where a notification is.</summary>
public enum NotificationState
{
    /// <summary>The same was told lately: it is delivered later, with what happens until then.</summary>
    Gathering,

    /// <summary>It is delivered, again and again until that succeeds.</summary>
    Pending,

    /// <summary>Its receiver has taken it.</summary>
    Delivered,

    /// <summary>It could not be delivered, and is not tried any more.</summary>
    Failed,
}

/// <summary>Which notifications are asked for.</summary>
/// <param name="Job">Of this job only.</param>
/// <param name="States">In one of these states only.</param>
public sealed record NotificationQuery(string? Job = null, IReadOnlyList<NotificationState>? States = null);
