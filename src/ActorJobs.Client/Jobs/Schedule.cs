namespace ActorJobs.Client.Jobs;

/// <summary>When a job fires. Which fields a kind has stands in the document about schedules.</summary>
public sealed record Schedule
{
    /// <summary>cron, fixedRate, fixedDelay, dailyWindow or once.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name, needed if the job has several.</summary>
    public string? Name { get; init; }

    /// <summary>For cron: the expression.</summary>
    public string? Expression { get; init; }

    /// <summary>For fixedRate, fixedDelay and dailyWindow: the time between two fires, 100 ms at least.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>For once: the instant.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>For dailyWindow: from when to when on which days.</summary>
    public DailyWindow? Window { get; init; }

    /// <summary>An IANA time zone; UTC by default. For fixedRate and fixedDelay only with a calendar.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Nothing fires before this.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Nothing fires after this.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>Each run starts by chance at its fire time or up to so long after it; at its fire time if it is left out.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>A calendar of the app, on whose days nothing fires.</summary>
    public string? Calendar { get; init; }
}

/// <summary>A part of the day.</summary>
/// <param name="From">Its start, such as 09:00.</param>
/// <param name="To">Its end, such as 17:30; may be on the next day.</param>
/// <param name="Days">mon, tue, …; every day by default.</param>
public sealed record DailyWindow(string From, string To, IReadOnlyList<string>? Days = null);

/// <summary>When a schedule would fire, and what its policies mean.</summary>
/// <param name="Fires">The next fire times.</param>
/// <param name="Policy">Schedule and policies in words.</param>
public sealed record SchedulePreview(IReadOnlyList<DateTimeOffset> Fires, string Policy);

/// <summary>What a preview is asked for.</summary>
/// <param name="Schedule">Whose fire times.</param>
/// <param name="From">After when; now by default.</param>
/// <param name="Count">How many, 1 to 1 000; 5 by default.</param>
/// <param name="Misfire">The policy of the job that it is for.</param>
/// <param name="Overlap">The policy of the job that it is for.</param>
/// <param name="App">Whose calendars the schedule may name.</param>
public sealed record PreviewRequest(
    Schedule Schedule,
    DateTimeOffset? From = null,
    int? Count = null,
    Misfire? Misfire = null,
    Overlap? Overlap = null,
    string? App = null
);
