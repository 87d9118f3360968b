using System.Runtime.CompilerServices;
using System.Text.Json;
using ActorJobs.Client.Answers;
using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Apps;

/// <content>The logs of runs.</content>
public sealed partial class AppClient
{
    private const string EndEvent = "end";
    private const string PageSize = "1000";

    /// <summary>The log of a run as far as it is there, page by page, as it is asked for.</summary>
    /// <param name="run">Which run.</param>
    /// <param name="query">Which lines; null: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<RunLogLine> GetRunLogAsync(
        Guid run,
        RunLogQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        for (var (next, isFirst) = ((string?)null, true); isFirst || next is not null; isFirst = false)
        {
            var page = await GetAsync<Page<RunLogLine>>(LogPathOf(run, query, next, ("limit", PageSize)), cancellationToken)
                .ConfigureAwait(false);
            foreach (var line in page.Items)
            {
                yield return line;
            }

            next = page.Next;
        }
    }

    /// <summary>
    /// The log of a run, and then each line that is written, until the run has ended and its log is complete. A connection that is lost is made again, and goes on behind
    /// the last line that came, as often and as long as the client's options have it for every request.
    /// </summary>
    /// <param name="run">Which run.</param>
    /// <param name="query">Which lines; null: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<RunLogLine> FollowRunLogAsync(
        Guid run,
        RunLogQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        string? last = null;
        while (true)
        {
            // Events that end without the last of them were cut off.
            await foreach (
                var item in _caller.EventsAsync(LogPathOf(run, query, last, ("follow", "true")), cancellationToken).ConfigureAwait(false)
            )
            {
                if (item.EventType == EndEvent)
                {
                    yield break;
                }

                var line = JsonSerializer.Deserialize<RunLogLine>(item.Data, ClientJson.Options)!;
                last = line.Cursor;
                yield return line;
            }
        }
    }

    private string LogPathOf(Guid run, RunLogQuery? query, string? after, (string, string?) more) =>
        $"{PathOf(run)}/log{Query(
            more,
            ("attempt", query?.Attempt is { } attempt ? FormattableString.Invariant($"{attempt}") : null),
            ("stream", query?.Stream),
            ("tail", after is null && query?.Tail is { } tail ? FormattableString.Invariant($"{tail}") : null),
            ("after", after)
        )}";
}
