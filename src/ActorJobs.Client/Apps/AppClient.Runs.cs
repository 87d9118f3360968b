using ActorJobs.Client.Answers;
using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Apps;

/// <content>Runs.</content>
public sealed partial class AppClient
{
    /// <summary>How long one answer waits: well below the time-out that HTTP clients have by default.</summary>
    private const string LongWait = "60s";

    /// <summary>Asks for a run. Repeated by the client after a lost connection, it is one run all the same.</summary>
    /// <param name="job">Of which job.</param>
    /// <param name="request">With what, and when; null: the job's own params, at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunSubmitted> SubmitAsync(string job, RunRequest? request = null, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<RunSubmitted>(Submission($"{_jobs.PathOf(job)}/runs", request), cancellationToken);

    /// <summary>Asks for 1 to 1 000 runs in one request and one commit. A wrong one is refused by itself.</summary>
    /// <returns>What became of each, in their order.</returns>
    public Task<IReadOnlyList<RunBatchItem>> SubmitAsync(
        string job,
        IEnumerable<RunRequest> requests,
        CancellationToken cancellationToken = default
    ) => SubmitBatchAsync($"{_jobs.PathOf(job)}/runs:batch", requests, cancellationToken);

    /// <summary>One run.</summary>
    public Task<Run> GetRunAsync(Guid run, CancellationToken cancellationToken = default) => GetAsync<Run>(PathOf(run), cancellationToken);

    /// <summary>Asks for a run, and waits until it has ended. The wait has no limit of its own: give it one by the cancellation token.</summary>
    /// <param name="job">Of which job.</param>
    /// <param name="request">With what, and when; null: the job's own params, at once.</param>
    /// <param name="cancellationToken">Ends the waiting; the run goes on.</param>
    public async Task<Run> RunAsync(string job, RunRequest? request = null, CancellationToken cancellationToken = default)
    {
        var call = Submission($"{_jobs.PathOf(job)}/runs?wait={LongWait}", request);
        var run = await _caller.AskAsync<Run>(call, cancellationToken).ConfigureAwait(false);
        return run.State.IsEnd() ? run : await WaitForEndAsync(run.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a run has ended. The wait has no limit of its own: give it one by the cancellation token.</summary>
    public async Task<Run> WaitForEndAsync(Guid run, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var found = await GetAsync<Run>($"{PathOf(run)}?wait={LongWait}", cancellationToken).ConfigureAwait(false);
            if (found.State.IsEnd())
            {
                return found;
            }
        }
    }

    /// <summary>Cancels a run, at once or as soon as its worker has stopped it.</summary>
    /// <param name="run">Which run.</param>
    /// <param name="reason">Why; null: not told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunStanding> CancelAsync(Guid run, string? reason = null, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<RunStanding>(
            new Call(HttpMethod.Post, PathOf(run) + ":cancel") { Body = reason is null ? null : new Cancel(reason) },
            cancellationToken
        );

    /// <summary>Cancels many runs at once, or tells which it would.</summary>
    public Task<RunsCleared> CancelRunsAsync(RunClearing clearing, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<RunsCleared>(new Call(HttpMethod.Post, $"{_path}/runs:cancel") { Body = clearing }, cancellationToken);

    /// <summary>Asks for a new run of the job of one that has ended, with its params, key and priority.</summary>
    /// <param name="run">The one that has ended.</param>
    /// <param name="idempotencyKey">Names the request; null: the client makes a key of its own for each call.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<RunSubmitted> RetryRunAsync(Guid run, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<RunSubmitted>(
            new Call(HttpMethod.Post, PathOf(run) + ":retry") { IdempotencyKey = idempotencyKey ?? NewKey(), IsIdempotent = true },
            cancellationToken
        );

    /// <summary>The runs, the newest planned time first.</summary>
    public IAsyncEnumerable<Run> ListRunsAsync(RunQuery? query = null, CancellationToken cancellationToken = default) =>
        _caller.ListAsync<Run>(
            $"{_path}/runs{Query(
                ("job", query?.Job),
                ("state", query?.States is { Count: > 0 } states ? string.Join(',', states) : null),
                ("from", query?.From is { } from ? InstantConverter.Format(from) : null),
                ("to", query?.To is { } to ? InstantConverter.Format(to) : null),
                ("worker", query?.Worker)
            )}",
            cancellationToken
        );

    /// <summary>The attempts of a run.</summary>
    public Task<Attempts> ListAttemptsAsync(Guid run, CancellationToken cancellationToken = default) =>
        GetAsync<Attempts>(PathOf(run) + "/attempts", cancellationToken);

    /// <summary>Why a run is where it is, and what comes next.</summary>
    public Task<RunWhy> ExplainRunAsync(Guid run, CancellationToken cancellationToken = default) =>
        GetAsync<RunWhy>(PathOf(run) + "/why", cancellationToken);

    private string PathOf(Guid run) => $"{_path}/runs/{run:D}";

    private static Call Submission(string path, RunRequest? request) =>
        new(HttpMethod.Post, path)
        {
            Body = request,
            IdempotencyKey = request?.IdempotencyKey ?? NewKey(),
            IsIdempotent = true,
        };

    private async Task<IReadOnlyList<RunBatchItem>> SubmitBatchAsync(
        string path,
        IEnumerable<RunRequest> requests,
        CancellationToken cancellationToken
    )
    {
        var body = new Batch([
            .. requests.Select(request => new BatchRun(request.Params, request.Delay, request.At, request.IdempotencyKey ?? NewKey())),
        ]);
        var call = new Call(HttpMethod.Post, path) { Body = body, IsIdempotent = true };
        return (await _caller.AskAsync<Page<RunBatchItem>>(call, cancellationToken).ConfigureAwait(false)).Items;
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private sealed record Batch(IReadOnlyList<BatchRun> Items);

    private sealed record BatchRun(object? Params, TimeSpan? Delay, DateTimeOffset? At, string IdempotencyKey);

    private sealed record Cancel(string Reason);
}
