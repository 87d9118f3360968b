using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>Keeps what the server logs as warnings and errors.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Warnings and errors.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>All lines, of every level.</summary>
    public IReadOnlyCollection<string> All => _all;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        _all.Enqueue($"{formatter(state, exception)} {exception}");
        if (logLevel >= LogLevel.Warning)
        {
            _lines.Enqueue(formatter(state, exception));
        }
        if (logLevel >= LogLevel.Error)
        {
            _errors.Enqueue($"{formatter(state, exception)} {exception?.Message}");
        }
    }

    public void Dispose() { }
}
