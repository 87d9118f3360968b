using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Logs;

namespace ActorJobs.Server.Facade;

/// <summary>The log of this server, as far back as it is at hand.</summary>
internal static class LogEndpoints
{
    private const string Lines = "lines";
    private const string Follow = "follow";

    /// <summary>Whether somebody still reads shows only when something is sent.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Maps <c>/log</c>.</summary>
    public static void MapLog(this IEndpointRouteBuilder api) =>
        api.MapGet("/log", Show)
            .WithMetadata(new QueryNames(Lines, Follow))
            .Describes("getLog", "The newest lines of the log of the server that answers, the oldest first.")
            .Needs(Role.Operator)
            .Answers<LogTailView>();

    private static IResult Show(HttpRequest request, LogRing ring, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        var query = new QueryReader(request);
        var (lines, follow) = (query.Count(Lines), query.Flag(Follow));
        query.ThrowIfWrong();
        return follow
            ? new FollowedLog(ring, lines, lifetime, time)
            : FacadeJson.Answer(new LogTailView([.. ring.Newest(lines).Select(LogLineView.Of)]));
    }

    /// <summary>Lines of JSON, one a line of the log, until the reader goes or the server stops; an empty one now and then.</summary>
    private sealed class FollowedLog(LogRing ring, int lines, IHostApplicationLifetime lifetime, TimeProvider time) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, lifetime.ApplicationStopping);
            var response = httpContext.Response;
            response.ContentType = "application/x-ndjson";
            try
            {
                await foreach (var batch in ring.FollowAsync(lines, LongestSilence, time, over.Token))
                {
                    foreach (var entry in batch)
                    {
                        await JsonSerializer.SerializeAsync(response.Body, LogLineView.Of(entry), FacadeJson.Options, over.Token);
                        await response.WriteAsync("\n", over.Token);
                    }

                    await response.WriteAsync(batch.Count == 0 ? "\n" : "", over.Token);
                    await response.Body.FlushAsync(over.Token);
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // It ends here.
            }
        }
    }
}
