using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorJobs.Tests.Processes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>A server process and worker processes, driven as a user would: over HTTP, and with signals.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string App = "orders";

    /// <summary>Shorter than a user's, so that a test need not wait long for it.</summary>
    public static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TestStore _store;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-processes-");
    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly HttpClient _http;
    private readonly List<ChildProcess> _children = [];
    private readonly string _listen;
    private readonly int _port;

    private TestCluster(TestStore store, int port)
    {
        _store = store;
        _listen = $"127.0.0.1:{port}";
        _port = port;
        _http = new HttpClient { BaseAddress = new Uri($"http://{_listen}/api/v1/apps/{App}/") };
        EffectsFile = Path.Combine(_folder.FullName, "effects.jsonl");
    }

    public string EffectsFile { get; }

    public CancellationToken Cancellation => _limit.Token;

    /// <summary>All that is in its store.</summary>
    public Task<string> StoredAsync() => _store.EverythingAsync();

    /// <summary>Settings that every server of the test gets; limits are shorter than a user's, so that a test need not wait long for them.</summary>
    public IEnumerable<string> Settings =>
        [
            .. _store.Settings,
            $"actorjobs.http.port={_port}",
            "actorjobs.log.file=",
            "actorjobs.workers.heartbeat-every=250ms",
            "actorjobs.workers.redial-after=1s",
            "actorjobs.workers.suspect-after=1500ms",
            $"actorjobs.workers.offline-after={OfflineAfter.TotalSeconds}s",
        ];

    public static async Task<TestCluster> CreateAsync(string store, ProcessesFixture fixture)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new TestCluster(await TestStore.CreateAsync(store, fixture), ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>Starts a server without waiting for it.</summary>
    /// <param name="more">Settings that win over those of the test.</param>
    public ChildProcess LaunchServer(params IEnumerable<string> more) =>
        Keep(
            ChildProcess.Start(
                "src/ActorJobs.Server",
                "actorjobs-server.dll",
                Settings.Concat(more).SelectMany(setting => new[] { "--set", setting })
            )
        );

    /// <summary>Starts a server, and waits until it listens.</summary>
    /// <param name="more">Settings that win over those of the test.</param>
    public async Task<ChildProcess> StartServerAsync(params IEnumerable<string> more)
    {
        var server = LaunchServer(more);
        await server.SeeAsync("listens on", Cancellation);
        return server;
    }

    public ChildProcess StartWorker(string name, int slots = 4) =>
        Keep(
            ChildProcess.Start(
                "samples/BasicWorker",
                "BasicWorker.dll",
                ["--server", $"http://{_listen}", "--app", App, "--name", name, "--slots", $"{slots}", "--data", _folder.FullName]
            )
        );

    /// <summary>Starts the worker in JavaScript.</summary>
    public ChildProcess StartJavaScriptWorker(string name, int slots = 4) =>
        Keep(
            ChildProcess.StartNode(
                "samples/javascript-worker",
                "worker.mjs",
                ["--server", $"http://{_listen}", "--app", App, "--name", name, "--slots", $"{slots}", "--grace", "1"]
            )
        );

    public Task CreateAppAsync() => SendAsync(HttpMethod.Put, $"http://{_listen}/api/v1/apps/{App}");

    public Task<JsonNode> CreateJobAsync(object job) => SendAsync(HttpMethod.Post, "jobs", job);

    public async Task<string> SubmitAsync(string job, object? body = null) =>
        (string)(await SendAsync(HttpMethod.Post, $"jobs/{job}/runs", body ?? new { }))["id"]!;

    public Task<JsonNode> CancelAsync(string run) => SendAsync(HttpMethod.Post, $"runs/{run}:cancel", new { reason = "the test wants it" });

    public Task<JsonNode> RunAsync(string run) => SendAsync(HttpMethod.Get, $"runs/{run}");

    public async Task<JsonNode> AttemptsAsync(string run) => await SendAsync(HttpMethod.Get, $"runs/{run}/attempts");

    public async Task<IReadOnlyList<JsonNode>> RunsAsync(string job)
    {
        List<JsonNode> all = [];
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await SendAsync(HttpMethod.Get, $"runs?job={job}&limit=1000{(cursor == "" ? "" : $"&cursor={cursor}")}");
            all.AddRange(page["items"]!.AsArray()!);
            cursor = (string?)page["next"];
        }

        return all;
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> wanted)
    {
        while (true)
        {
            try
            {
                var answer = await ask();
                if (wanted(answer))
                {
                    return answer;
                }
            }
            catch (HttpRequestException) { }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    public Task<JsonNode> UntilRunAsync(string run, params string[] states) =>
        UntilAsync(() => RunAsync(run), found => states.Contains((string)found["state"]!));

    public Task<JsonNode> UntilWorkerAsync(string name, string state) =>
        UntilAsync(() => SendAsync(HttpMethod.Get, $"workers/{name}"), worker => (string?)worker["state"] == state);

    /// <summary>Lines of the effect log of processor <c>append</c>, those of whole lines.</summary>
    public IReadOnlyList<JsonNode> Effects() =>
        File.Exists(EffectsFile) ? [.. File.ReadAllLines(EffectsFile).Select(line => JsonNode.Parse(line)!)] : [];

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return answer.IsSuccessStatusCode
            ? (text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!)
            : throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}", inner: null, answer.StatusCode);
    }

    /// <summary>An answer that is read as it comes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return answer.EnsureSuccessStatusCode();
    }

    /// <summary>What the server answers, whatever it is.
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(string path)
    {
        using var answer = await _http.GetAsync($"http://{_listen}{path}", Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children)
        {
            await child.DisposeAsync();
        }

        _http.Dispose();
        _limit.Dispose();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private ChildProcess Keep(ChildProcess child)
    {
        _children.Add(child);
        return child;
    }
}
