using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorJobs.Demo;

/// <summary>The jobs of the demo, and what the server tells of their runs, all over its HTTP facade.</summary>
internal sealed class DemoJobs(Uri server, string effects) : IDisposable
{
    /// <summary>The demo's app.</summary>
    public const string App = "demo";

    /// <summary>The job with the 100 ms schedule, whose lateness is measured.</summary>
    public const string Tick = "tick";

    /// <summary>The job that always fails.</summary>
    public const string Broken = "broken";

    /// <summary>The job that has no schedule, and runs when it is asked for.</summary>
    public const string Hello = "hello";

    /// <summary>The job that is a script, whose output is shown while it runs.</summary>
    public const string Script = "script";

    private const string Steps = "for step in 1 2 3 4 5 6; do echo \"step $step of 6, as process $$\"; sleep 0.5; done";

    /// <summary>How often <see cref="Tick"/> fires.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, "/api/v1/"), Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Whether there is a shell for <see cref="Script"/>.</summary>
    public static bool HasShell { get; } = !OperatingSystem.IsWindows();

    /// <summary>The names of all jobs.</summary>
    public static IReadOnlyList<string> Names { get; } = [Tick, "every-second", Hello, .. HasShell ? (string[])[Script] : [], Broken];

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Makes the app.</summary>
    public Task CreateAppAsync(CancellationToken stop) => SendAsync(HttpMethod.Put, $"apps/{App}", null, stop);

    /// <summary>Makes the jobs. The first run is one that is asked for, with params of its own; when it has ended, server and worker are known to work, and the
    /// schedules start. Another one is asked for with a delay.</summary>
    public async Task CreateJobsAsync(CancellationToken stop)
    {
        await CreateAsync(Hello, "echo", new { greeting = "hello" }, null, stop);
        await SubmitHelloAsync("hello, worker", "0s", stop);
        await WaitForHelloAsync(stop);
        await SubmitHelloAsync("hello, later", "2s", stop);
        await CreateAsync("every-second", "sleep", new { ms = 50 }, new { kind = "cron", expression = "* * * * * ?" }, stop);
        if (HasShell)
        {
            await CreateAsync(Script, "shell", new { script = Steps }, new { kind = "fixedDelay", every = "1s" }, stop, type: "shell");
        }

        await CreateAsync(Broken, "fail", null, new { kind = "fixedRate", every = "3s" }, stop);
        await CreateAsync(Tick, "append", new { file = effects }, new { kind = "fixedRate", every = "100ms" }, stop);
    }

    /// <summary>Stops the schedules, and waits until no run is open.</summary>
    public async Task SettleAsync(CancellationToken stop)
    {
        foreach (var name in Names)
        {
            await SendAsync(HttpMethod.Post, $"apps/{App}/jobs/{name}:disable", null, stop);
        }

        while (await DescribeAsync(stop) is not { } app || OpenRuns(app) > 0)
        {
            await Task.Delay(PollEvery, stop);
        }
    }

    /// <summary>The app as its owner describes it; null while the server is away.</summary>
    public async Task<JsonObject?> DescribeAsync(CancellationToken stop)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonObject>($"apps/{App}", stop);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The newest runs of a job; empty while the server is away.</summary>
    public async Task<IReadOnlyList<DemoRunRecord>> NewestAsync(string job, int count, CancellationToken stop)
    {
        try
        {
            return Items(await _http.GetFromJsonAsync<JsonObject>($"apps/{App}/runs?job={job}&limit={count}", stop));
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    /// <summary>The newest line of a run's log; empty while there is none, or the server is away.</summary>
    public async Task<string> LastLineAsync(Guid run, CancellationToken stop)
    {
        try
        {
            var log = await _http.GetFromJsonAsync<JsonObject>($"apps/{App}/runs/{run}/log?tail=1", stop);
            return (string?)log!["items"]!.AsArray().LastOrDefault()?["text"] ?? "";
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    /// <summary>All runs of the demo.</summary>
    public async Task<IReadOnlyList<DemoRunRecord>> ReadRunsAsync(CancellationToken stop)
    {
        List<DemoRunRecord> all = [];
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await _http.GetFromJsonAsync<JsonObject>(
                $"apps/{App}/runs?limit=1000{(cursor == "" ? "" : $"&cursor={cursor}")}",
                stop
            );
            all.AddRange(Items(page));
            cursor = (string?)page!["next"];
        }

        return all;
    }

    /// <summary>What the processor of <see cref="Tick"/> wrote down.</summary>
    public IReadOnlyList<DemoEffect> ReadEffects() =>
        File.Exists(effects)
            ? [.. File.ReadLines(effects).Select(line => JsonSerializer.Deserialize<DemoEffect>(line, JsonSerializerOptions.Web)!)]
            : [];

    private static long OpenRuns(JsonObject app)
    {
        var queues = app["queues"]!;
        return (long)queues["waiting"]! + (long)queues["delayed"]! + (long)queues["running"]!;
    }

    private static List<DemoRunRecord> Items(JsonObject? page) =>
        page!["items"]!.Deserialize<List<DemoRunRecord>>(JsonSerializerOptions.Web)!;

    private Task SubmitHelloAsync(string greeting, string delay, CancellationToken stop) =>
        SendAsync(HttpMethod.Post, $"apps/{App}/jobs/{Hello}/runs", new { @params = new { greeting }, delay }, stop);

    private async Task WaitForHelloAsync(CancellationToken stop)
    {
        while ((await NewestAsync(Hello, 1, stop)) is not [{ State: "Succeeded" }])
        {
            await Task.Delay(PollEvery, stop);
        }
    }

    private Task CreateAsync(
        string name,
        string processor,
        object? parameters,
        object? schedule,
        CancellationToken stop,
        string type = "sdk"
    )
    {
        var job = new
        {
            name,
            processor = new { type, name = processor },
            @params = parameters ?? new { },
            schedules = schedule is null ? Array.Empty<object>() : [schedule],
            overlap = new { policy = "allow" },
            misfire = new
            {
                policy = "fireAll",
                window = "1h",
                max = 10_000,
            },
        };
        return SendAsync(HttpMethod.Post, $"apps/{App}/jobs", job, stop);
    }

    private async Task SendAsync(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, stop);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stop)}"
            );
        }
    }
}

/// <summary>A run, as the facade tells it.</summary>
internal sealed record DemoRunRecord(Guid Id, string Job, string State, DateTimeOffset Planned, DemoFailure? Failure, DemoOmitted? Omitted);

/// <summary>Why a run failed.</summary>
internal sealed record DemoFailure(string Type, string Message);

/// <summary>Fires that got no run.</summary>
internal sealed record DemoOmitted(long Count, string Reason);

/// <summary>A line of the processor <c>append</c>: which attempt it was, and when it started, in milliseconds since 1970.</summary>
internal sealed record DemoEffect(Guid Run, int Attempt, long Started);
