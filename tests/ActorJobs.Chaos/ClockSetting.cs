namespace ActorJobs.Chaos;

/// <summary>A clock was set. All times by this machine's own clock.</summary>
/// <param name="From">It may have shown so from here on.</param>
/// <param name="Surely">It has certainly shown so from here on.</param>
/// <param name="Ahead">How far ahead of this machine's it was set; negative: behind.</param>
internal sealed record ClockSetting(DateTimeOffset From, DateTimeOffset Surely, TimeSpan Ahead);
