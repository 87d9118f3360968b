using System.Diagnostics;
using ActorJobs.Server.Hosting;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace ActorJobs.Server.Tests.Hosting;

public class TraceMarkTests
{
    [Fact]
    public void Line_WrittenDuringARequest_EndsWithTheIdOfItsTrace()
    {
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        LineOf("refused").ShouldBe($"refused [trace {request.TraceId}]");
    }

    [Fact]
    public void Line_WrittenOutsideOfRequests_HasNoMark() => LineOf("started").ShouldBe("started");

    private static string LineOf(string message)
    {
        using var text = new StringWriter();
        using (var log = new LoggerConfiguration().Enrich.With<TraceMark>().WriteTo.Sink(new Sink(text)).CreateLogger())
        {
            log.Information("{Message:l}", message);
        }

        return text.ToString();
    }

    private sealed class Sink(StringWriter text) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) =>
            new Serilog.Formatting.Display.MessageTemplateTextFormatter(ServerLog.Message).Format(logEvent, text);
    }
}
