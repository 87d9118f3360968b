using System.Text.Json;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.RunLogs;

namespace ActorJobs.Server.Facade.RunLogs;

/// <summary>
/// The log of a run as server-sent events: an event <c>line</c> for each line, whose id is its cursor, so that a reader who was cut off goes on where he was;
/// and an event <c>end</c> when the run has ended and its log is complete. A log whose end does not come, since its worker is lost or sends none, is taken for
/// complete soon after the run.
/// </summary>
internal sealed class FollowedRunLog(
    RunLogQuery query,
    ILogStore store,
    LogFollowers followers,
    RunLogEnd end,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : IResult
{
    private const int PageLines = 500;

    /// <summary>How long lines are waited for that a worker may still have when its run has ended.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);

    /// <summary>Whether somebody still reads shows only when something is sent.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> _endedAttempts = [];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, lifetime.ApplicationStopping);
        var position = await query.StartAsync(store, over.Token);
        httpContext.Response.ContentType = "text/event-stream";
        httpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            await FollowAsync(httpContext.Response, position, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // It ends here.
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task FollowAsync(HttpResponse response, long position, CancellationToken cancellationToken)
    {
        using var following = followers.Follow(query.App, query.Run);
        var ended = end.OfAsync(query.App, query.Run, cancellationToken);
        Task? patience = null;
        while (true)
        {
            var more = following.More;
            // Before the log is read: what comes with the end of the run is read once more.
            var (hasEnded, isOver) = (ended.IsCompletedSuccessfully, patience?.IsCompleted == true);
            position = await WriteAsync(response, position, cancellationToken);
            if (hasEnded && (isOver || await ended == 0 || _endedAttempts.Contains(await ended)))
            {
                await response.WriteAsync("event: end\ndata: {}\n\n", cancellationToken);
                return;
            }

            patience ??= hasEnded ? Task.Delay(Afterwards, time, cancellationToken) : null;
            var silence = Task.Delay(LongestSilence, time, cancellationToken);
            await Task.WhenAny(more, hasEnded ? patience! : ended, silence);
            cancellationToken.ThrowIfCancellationRequested();
            if (silence.IsCompleted)
            {
                await response.WriteAsync(":\n\n", cancellationToken);
            }
        }
    }

    /// <summary>Writes all that there is behind a position.</summary>
    /// <returns>The position behind that.</returns>
    private async ValueTask<long> WriteAsync(HttpResponse response, long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await ReadAsync(position, cancellationToken);
            foreach (var placed in page.Lines)
            {
                if (placed.Line.IsEnd)
                {
                    _endedAttempts.Add(placed.Line.Attempt.Number);
                }

                if (RunLogLineView.IsShown(placed))
                {
                    var json = JsonSerializer.Serialize(RunLogLineView.Of(placed), FacadeJson.Options);
                    await response.WriteAsync(
                        $"id: {RunLogLineView.CursorOf(placed.Position)}\nevent: line\ndata: {json}\n\n",
                        cancellationToken
                    );
                }
            }

            position = page.Next;
            if (page.IsLast)
            {
                await response.Body.FlushAsync(cancellationToken);
                return position;
            }
        }
    }

    private async ValueTask<RunLogPage> ReadAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await store.ReadAsync(query.App, query.Run, query.Filter, position, PageLines, cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // Who follows does not have to come back for that.
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }
}
