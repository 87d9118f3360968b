using Serilog.Events;

namespace ActorJobs.Server.Logs;

/// <summary>A line of the server's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Source">The part of the server that wrote it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Exception">The exception that it tells of; empty if of none.</param>
internal sealed record LogEntry(DateTimeOffset At, LogEventLevel Level, string Source, string Message, string Exception);
