using System.Globalization;
using System.Text;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Views;
using NodaTime.Text;

namespace ActorJobs.Server.Facade.RunLogs;

/// <summary>The log of a run as a text to be downloaded: as much of it as there is, written as it is read.</summary>
internal sealed class RunLogText(RunLogQuery query, ILogStore store) : IResult
{
    private const int PageLines = 500;

    private static readonly InstantPattern Times = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        var position = await query.StartAsync(store, aborted);
        var page = await store.ReadAsync(query.App, query.Run, query.Filter, position, PageLines, aborted);
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"run-{query.Run}.log\"";
        while (true)
        {
            await response.WriteAsync(Write(page.Lines), aborted);
            if (page.IsLast)
            {
                return;
            }

            page = await store.ReadAsync(query.App, query.Run, query.Filter, page.Next, PageLines, aborted);
        }
    }

    private static string Write(IReadOnlyList<PlacedLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Where(RunLogLineView.IsShown).Select(static placed => placed.Line))
        {
            if (line.DroppedLines > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"… {line.DroppedLines} lines ({line.DroppedBytes} bytes) were left out here\n");
            }

            if (!line.IsEnd)
            {
                var kind = line.Stream == RunLineStream.Log ? $"{line.Level}" : $"{line.Stream}";
                var category = line.Category.Length == 0 ? "" : $"{line.Category}: ";
                text.Append(CultureInfo.InvariantCulture, $"{Times.Format(line.At)} {kind.ToLowerInvariant()} {category}{line.Text}\n");
            }
        }

        return text.ToString();
    }
}
