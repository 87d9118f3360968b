using ActorJobs.Protocol;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Logs;

/// <summary>Streams and levels as the wire has them.</summary>
internal static class LineKinds
{
    /// <summary>The stream on the wire.</summary>
    public static LineStream Of(RunLogStream stream) =>
        stream switch
        {
            RunLogStream.Log => LineStream.Log,
            RunLogStream.Stdout => LineStream.Stdout,
            RunLogStream.Stderr => LineStream.Stderr,
            _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "No stream of a log."),
        };

    /// <summary>The level on the wire.</summary>
    public static LineLevel Of(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => LineLevel.Trace,
            LogLevel.Debug => LineLevel.Debug,
            LogLevel.Information => LineLevel.Information,
            LogLevel.Warning => LineLevel.Warning,
            LogLevel.Error => LineLevel.Error,
            LogLevel.Critical => LineLevel.Critical,
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "No level of a line."),
        };

    /// <summary>The stream of a line that came over a wire; what is not known is a line of the processor.</summary>
    public static RunLogStream StreamOf(LineStream stream) =>
        stream switch
        {
            LineStream.Stdout => RunLogStream.Stdout,
            LineStream.Stderr => RunLogStream.Stderr,
            _ => RunLogStream.Log,
        };

    /// <summary>The level of a line that came over a wire.</summary>
    public static LogLevel LevelOf(LineLevel level) =>
        level switch
        {
            LineLevel.Trace => LogLevel.Trace,
            LineLevel.Debug => LogLevel.Debug,
            LineLevel.Warning => LogLevel.Warning,
            LineLevel.Error => LogLevel.Error,
            LineLevel.Critical => LogLevel.Critical,
            _ => LogLevel.Information,
        };
}
