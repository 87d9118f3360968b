using Serilog.Core;
using Serilog.Events;

namespace ActorJobs.Server.Hosting;

/// <summary>Ends each log line that is written during a request with the id of its trace, which is the one in the request's answer.</summary>
internal sealed class TraceMark : ILogEventEnricher
{
    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.TraceId is { } trace)
        {
            logEvent.AddPropertyIfAbsent(new LogEventProperty("Trace", new ScalarValue($" [trace {trace}]")));
        }
    }
}
