using System.Globalization;
using ActorJobs.Server.Settings;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace ActorJobs.Server.Hosting;

/// <summary>The server's log: the console, and a file a day.</summary>
internal static class ServerLog
{
    private const string Line = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const int KeptFiles = 7;

    /// <summary>Opens the log.</summary>
    public static Logger Open(ServerSettings settings)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(settings.LogLevel)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // It logs what stops the start with its stack; the program says the same in one line.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
        if (settings.LogFile.Length > 0)
        {
            configuration.WriteTo.File(
                settings.LogFile,
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: KeptFiles
            );
        }

        return configuration.CreateLogger();
    }
}
