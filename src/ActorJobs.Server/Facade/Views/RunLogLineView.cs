using System.Globalization;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A line of the log of a run.</summary>
/// <param name="Cursor">Where the log goes on behind it, for <c>after</c>.</param>
/// <param name="Attempt">Which attempt wrote it.</param>
/// <param name="Number">1, 2, … within the attempt.</param>
/// <param name="At">When it was written, by the worker's clock.</param>
/// <param name="Stream">log, stdout or stderr.</param>
/// <param name="Level">trace, debug, information, warning, error or critical.</param>
/// <param name="Category">Who wrote it, such as a logger's name; null: not told.</param>
/// <param name="Text">What it says.</param>
/// <param name="DroppedLines">How many lines were left out just before it; null: none.</param>
/// <param name="DroppedBytes">How many bytes their texts had, as far as that is known; null: not known.</param>
internal sealed record RunLogLineView(
    string Cursor,
    int Attempt,
    long Number,
    Instant At,
    string Stream,
    string Level,
    string? Category,
    string Text,
    long? DroppedLines,
    long? DroppedBytes
)
{
    /// <summary>The view of a line.</summary>
    public static RunLogLineView Of(PlacedLine placed)
    {
        var line = placed.Line;
        return new RunLogLineView(
            CursorOf(placed.Position),
            line.Attempt.Number,
            line.Number,
            line.At,
            $"{line.Stream}".ToLowerInvariant(),
            $"{line.Level}".ToLowerInvariant(),
            line.Category.Length == 0 ? null : line.Category,
            line.Text,
            line.DroppedLines == 0 ? null : line.DroppedLines,
            line.DroppedBytes == 0 ? null : line.DroppedBytes
        );
    }

    /// <summary>A position as a text.</summary>
    public static string CursorOf(long position) => position.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a line says anything: the end of an attempt only does if lines are missing before it.</summary>
    public static bool IsShown(PlacedLine placed) => !placed.Line.IsEnd || placed.Line.DroppedLines > 0;
}
