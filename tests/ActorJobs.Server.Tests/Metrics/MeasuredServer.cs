using System.Text;
using ActorJobs.Protocol;
using ActorJobs.Server.Tests.Links;
using ActorJobs.Server.Tests.Notifications;
using ActorJobs.TestKit.Servers;

namespace ActorJobs.Server.Tests.Metrics;

/// <summary>A whole server to which everything has happened that it measures: a run has succeeded,
/// a report came too late, a worker was refused, and a notification was delivered.</summary>
public sealed class MeasuredServer : IAsyncLifetime, IDisposable
{
    private ActorJobsTestServer _server = null!;
    private HttpClient _client = null!;

    /// <summary>What it was like before its first app.</summary>
    internal Exposition AtStart { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await ActorJobsTestServer.StartAsync();
        _client = _server.CreateClient();
        AtStart = Exposition.Parse(await _client.GetStringAsync("/metrics"));
        await SendAsync(HttpMethod.Put, "/api/v1/apps/shop");
        await SendAsync(HttpMethod.Post, "/api/v1/apps/shop/jobs", """{"name":"hello","processor":{"name":"echo"}}""");
        await using var worker = await RawWorker.DialAsync(_server.Address);
        await worker.JoinAsync(RawWorker.Hello("/api/v1/apps/shop"));
        await SendAsync(HttpMethod.Post, "/api/v1/apps/shop/jobs/hello/runs", "{}");
        var dispatch = await worker.NextAsync(message => message.Dispatch);
        var late = dispatch.Attempt.Clone();
        late.Token++;
        foreach (var attempt in (AttemptRef[])[dispatch.Attempt, late])
        {
            await worker.SayAsync(
                new WorkerMessage
                {
                    Result = new Result { Attempt = attempt, Outcome = Outcome.Succeeded },
                }
            );
            await worker.NextAsync(message => message.ResultAccepted);
        }

        await using var stranger = await RawWorker.DialAsync(_server.Address);
        await stranger.SayAsync(new WorkerMessage { Hello = RawWorker.Hello("/nowhere") });
        await stranger.RefusedAsync();
        await SendAsync(HttpMethod.Post, "/api/v1/apps/shop/jobs/hello/runs", """{"delay":"1h"}""");
        await TellAsync();
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>What it measures now, as it answers to a scrape.</summary>
    internal async Task<HttpResponseMessage> ScrapeAsync() => await _client.GetAsync("/metrics");

    /// <summary>The same, read.</summary>
    internal async Task<Exposition> ReadAsync() => Exposition.Parse(await _client.GetStringAsync("/metrics"));

    /// <summary>A run of another app fails, and a receiver is told.</summary>
    private async Task TellAsync()
    {
        await using var receiver = await Receiver.StartAsync();
        await SendAsync(HttpMethod.Put, "/api/v1/apps/office");
        var channels = $$"""{"oncall":{"type":"webhook","url":"{{receiver.Url}}"} }""";
        await SendAsync(HttpMethod.Put, "/api/v1/apps/office/settings", $$"""{"channels":{{channels}},"notify":{"failure":["oncall"]} }""");
        const string late = """{"name":"late","processor":{"name":"echo"},"timeouts":{"queue":"100ms"}}""";
        await SendAsync(HttpMethod.Post, "/api/v1/apps/office/jobs", late);
        await SendAsync(HttpMethod.Post, "/api/v1/apps/office/jobs/late/runs", "{}");
        await receiver.NextAsync();
        while ((await ReadAsync()).Find("actorjobs_notifications_ended_total") is null)
        {
            await Task.Yield();
        }
    }

    private async Task SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
