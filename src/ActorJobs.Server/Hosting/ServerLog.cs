using System.Globalization;
using ActorJobs.Server.Logs;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace ActorJobs.Server.Hosting;

/// <summary>The server's log: the console, and a file a day.</summary>
internal static class ServerLog
{
    /// <summary>What a line says, behind its time, level and source.</summary>
    public const string Message = "{Message:lj}{Trace}";

    private const string Line =
        $"{{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz}} {{Level:u3}} {{SourceContext}}: {Message}{{NewLine}}{{Exception}}";

    /// <summary>Opens the log. If the file fails later, such as on a full disk, the console says so.</summary>
    /// <param name="settings">Level and file.</param>
    /// <param name="ring">Keeps the newest lines at hand.</param>
    /// <exception cref="StartException">The log file cannot be written.</exception>
    public static Logger Open(ServerSettings settings, LogRing ring)
    {
        var configuration = new LoggerConfiguration()
            .Enrich.With<TraceMark>()
            .MinimumLevel.Is(settings.LogLevel)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // It logs what stops the start with its stack; the program says the same in one line.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .WriteTo.Sink(ring)
            .WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
        if (settings.LogFile.Length > 0)
        {
            LogFileCheck.Check(settings.LogFile);
            SelfLog.Enable(line => Console.Error.WriteLine($"The log file fails: {line}"));
            configuration.WriteTo.File(
                settings.LogFile,
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: settings.LogKeptFiles
            );
        }

        return configuration.CreateLogger();
    }
}
