using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>Keeps what is logged, each line with its level and its scopes.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly Channel<Line> _lines = Channel.CreateUnbounded<Line>();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    internal sealed record Line(LogLevel Level, string Text, string Scopes);

    /// <summary>The next line with this text in it; what comes before it is dropped.</summary>
    public async Task<Line> ExpectAsync(string text)
    {
        using var limit = new CancellationTokenSource(FakeSession.Limit);
        while (true)
        {
            var line = await _lines.Reader.ReadAsync(limit.Token);
            if (line.Text.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    /// <summary>What was logged and not taken.</summary>
    public IReadOnlyList<Line> TakeAll()
    {
        var lines = new List<Line>();
        while (_lines.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }
        return lines;
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }

    private sealed class Writer(LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var scopes = new List<string?>();
            lines._scopes.ForEachScope((scope, found) => found.Add(scope?.ToString()), scopes);
            lines._lines.Writer.TryWrite(new Line(logLevel, formatter(state, exception), string.Join("; ", scopes)));
        }
    }
}
