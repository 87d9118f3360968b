using ActorJobs.Server.Logs;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>The newest lines of the server's log.</summary>
/// <param name="Items">The oldest first.</param>
internal sealed record LogTailView(IReadOnlyList<LogLineView> Items);

/// <summary>A line of the server's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Level">verbose, debug, information, warning, error or fatal.</param>
/// <param name="Source">The part of the server that wrote it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Exception">The exception that it tells of; null if of none.</param>
internal sealed record LogLineView(Instant At, string Level, string Source, string Message, string? Exception)
{
    /// <summary>The view of a line.</summary>
    public static LogLineView Of(LogEntry entry) =>
        new(
            Instant.FromDateTimeOffset(entry.At),
            $"{entry.Level}".ToLowerInvariant(),
            entry.Source,
            entry.Message,
            entry.Exception.Length == 0 ? null : entry.Exception
        );
}
