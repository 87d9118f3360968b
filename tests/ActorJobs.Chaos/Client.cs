using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ActorJobs.Chaos;

/// <summary>A user: asks any server, repeats what was not answered with the same key, and writes down what was acknowledged.</summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<Member> _nodes;
    private readonly HttpClient _http = new() { Timeout = s_patience };
    private readonly ConcurrentDictionary<(string App, string Job), DateTimeOffset> _resumed = new();
    private int _next;

    /// <param name="world">Whose servers it asks.</param>
    public Client(World world)
    {
        _nodes = world.Nodes;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.Token);
    }

    /// <summary>The runs whose submission was acknowledged, with their apps.</summary>
    public ConcurrentDictionary<string, string> Submitted { get; } = new(StringComparer.Ordinal);

    /// <summary>The runs whose cancellation was acknowledged, and when.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Cancelled { get; } = new(StringComparer.Ordinal);

    /// <summary>The runs whose cancellation was asked for, whether or not it was acknowledged, with their apps.</summary>
    public ConcurrentDictionary<string, string> Unwanted { get; } = new(StringComparer.Ordinal);

    /// <summary>The pauses of jobs that were acknowledged.</summary>
    public ConcurrentBag<PausedSpan> Paused { get; } = [];

    /// <summary>Whether a server says that it is ready.</summary>
    public async Task<bool> IsReadyAsync(Member node)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(node.Url, "/healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return false;
        }
    }

    /// <summary>The time that a server writes into its answers; null if it does not answer.</summary>
    public async Task<DateTimeOffset?> DateAsync(Member node)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(node.Url, "/healthz/live"));
            return answer.Headers.Date;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return null;
        }
    }

    /// <summary>Submits a run, and repeats that until a server acknowledges it.</summary>
    /// <param name="app">To which app.</param>
    /// <param name="what">To which of its collections: <c>jobs/NAME/runs</c> or <c>workflows/NAME/instances</c>.</param>
    /// <param name="body">Of the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> SubmitAsync(string app, string what, object body, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString();
        var answer = await RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}/{what}", body, key, cancellationToken);
        var run = (string)answer["id"]!;
        Submitted[run] = app;
        return run;
    }

    /// <summary>Cancels a run; one that has ended already is none that was cancelled.</summary>
    public async Task CancelAsync(string app, string run, CancellationToken cancellationToken)
    {
        Unwanted.TryAdd(run, app);
        var answer = await RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}/runs/{run}:cancel", new { }, null, cancellationToken);
        if ((string?)answer["code"] is null)
        {
            Cancelled[run] = TimeProvider.System.GetUtcNow();
        }
    }

    /// <summary>Pauses a job for some time.</summary>
    public async Task PauseAsync(string app, string job, TimeSpan time, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/apps/{app}/jobs/{job}";
        await RepeatAsync(HttpMethod.Post, $"{path}:pause", new { note = "chaos" }, null, cancellationToken);
        var from = TimeProvider.System.GetUtcNow();
        await Task.Delay(time, TimeProvider.System, cancellationToken);
        Paused.Add(new PausedSpan(app, job, from, TimeProvider.System.GetUtcNow()));
        await RepeatAsync(HttpMethod.Post, $"{path}:resume", null, null, cancellationToken);
        _resumed[(app, job)] = TimeProvider.System.GetUtcNow();
    }

    /// <summary>A pause whose outcome was unknown, and which was asked for again, may have come after the resumption, from a node that stood still meanwhile. One from
    /// before the resumption is left: it should not be there.</summary>
    public async Task ResumeLatePauseAsync(string app, string job, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/apps/{app}/jobs/{job}";
        var found = await RepeatAsync(HttpMethod.Get, path, null, null, cancellationToken);
        if (found["paused"]?["since"] is { } since && (DateTimeOffset)since > _resumed.GetValueOrDefault((app, job)))
        {
            await RepeatAsync(HttpMethod.Post, $"{path}:resume", null, null, cancellationToken);
        }
    }

    /// <summary>Asks one server after the other until one answers with anything but 5xx.</summary>
    public async Task<JsonNode> RepeatAsync(HttpMethod method, string path, object? body, string? key, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var node = _nodes[(Interlocked.Increment(ref _next) & int.MaxValue) % _nodes.Count];
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(node.Url, path));
                request.Content = body is null ? null : JsonContent.Create(body);
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var answer = await _http.SendAsync(request, cancellationToken);
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                if ((int)answer.StatusCode is < 500 and not 429)
                {
                    return (int)answer.StatusCode is < 400 or 409
                        ? (text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!)
                        : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
                }
            }
            catch (Exception exception) when (IsOutage(exception) && !cancellationToken.IsCancellationRequested)
            {
                // Another server, or the same one later.
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The owner of an app.</summary>
    public async Task<Member> OwnerAsync(string app, CancellationToken cancellationToken)
    {
        var name = (string)(await RepeatAsync(HttpMethod.Get, $"/api/v1/apps/{app}", null, null, cancellationToken))["node"]!;
        return _nodes.Single(node => node.Name == name);
    }

    /// <summary>The name of the node that allocates shards; null if nobody knows.</summary>
    public async Task<string?> CoordinatorAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            return (string?)(await RepeatAsync(HttpMethod.Get, "/api/v1/cluster/nodes", null, null, limit.Token))["coordinator"];
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>How often apps have got another owner, or one anew, over all of them.</summary>
    public async Task<long> EpochsAsync(IEnumerable<string> apps)
    {
        var sum = 0L;
        foreach (var app in apps)
        {
            sum += (long)(await RepeatAsync(HttpMethod.Get, $"/api/v1/apps/{app}", null, null, CancellationToken.None))["epoch"]! - 1;
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsOutage(Exception exception) => exception is HttpRequestException or OperationCanceledException or IOException;
}
