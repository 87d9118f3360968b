namespace ActorJobs.Client.Servers;

/// <summary>The newest lines of a server's log.</summary>
/// <param name="Items">The oldest first.</param>
public sealed record LogTail(IReadOnlyList<LogLine> Items);

/// <summary>A line of a server's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Level">verbose, debug, information, warning, error or fatal.</param>
/// <param name="Source">The part of the server that wrote it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Exception">The exception that it tells of; null if of none.</param>
public sealed record LogLine(DateTimeOffset At, string Level, string Source, string Message, string? Exception);
