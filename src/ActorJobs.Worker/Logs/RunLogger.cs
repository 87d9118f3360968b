using ActorJobs.Worker.Attempts;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Logs;

/// <summary>Writes what is logged under one category into the log of the run in whose scope it is.</summary>
internal sealed class RunLogger(string category, Func<IExternalScopeProvider> scopes) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => scopes().Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (!IsEnabled(logLevel) || Current() is not { } log)
        {
            return;
        }
        var message = formatter(state, exception);
        var text =
            exception is null ? message
            : message.Length is 0 ? exception.ToString()
            : $"{message}{Environment.NewLine}{exception}";
        log.Write(RunLogStream.Log, logLevel, category, text);
    }

    private RunLog? Current()
    {
        var found = new Found();
        scopes()
            .ForEachScope(
                static (scope, found) =>
                {
                    if (scope is RunScope run)
                    {
                        found.Log = run.Log;
                    }
                },
                found
            );
        return found.Log;
    }

    private sealed class Found
    {
        public RunLog? Log { get; set; }
    }
}
