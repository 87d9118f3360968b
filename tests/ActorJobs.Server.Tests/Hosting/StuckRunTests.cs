using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActorJobs.Server.Tests.Metrics;
using ActorJobs.TestKit.Servers;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Server.Tests.Hosting;

/// <summary>A run that nothing would ever move shows in the health check, in the metrics and once in the log, until it is ended.
/// The test makes one in the store.</summary>
public sealed class StuckRunTests : IDisposable
{
    private const string App = "/api/v1/apps/shop";

    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-stuck-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Health_WithAStuckRun_IsDegradedUntilTheRunIsCancelled()
    {
        string run;
        await using (var server = await StartAsync())
        {
            using var client = server.CreateClient();
            (await client.PutAsync(new Uri(App, UriKind.Relative), null)).EnsureSuccessStatusCode();
            await PostAsync(client, $"{App}/jobs", """{"name":"hello","processor":{"name":"echo"}}""");
            run = (await PostAsync(client, $"{App}/jobs/hello/runs", """{"delay":"1h"}""")).GetProperty("id").GetString()!;
            (await ReadyAsync(client)).GetProperty("status").GetString().ShouldBe("ok");
        }

        await ChangeStoreAsync("UPDATE run SET state = 'Running', attempt = 1, token = 1");
        await using (var server = await StartAsync())
        {
            using var client = server.CreateClient();
            (await client.GetAsync(new Uri(App, UriKind.Relative))).EnsureSuccessStatusCode();
            // The owner has answered, and looks at its runs in its first turn.
            var degraded = await ReadyAsync(client);
            degraded.GetProperty("status").GetString().ShouldBe("degraded");
            degraded
                .GetProperty("reasons")
                .EnumerateArray()
                .Single()
                .GetString()
                .ShouldBe($"app shop: run {run} of job hello is Running, but no worker holds it");
            (await StuckAsync(client)).ShouldBe(1);

            await PostAsync(client, $"{App}/runs/{run}:cancel", "{}");

            (await ReadyAsync(client)).GetProperty("status").GetString().ShouldBe("ok");
            (await StuckAsync(client)).ShouldBe(0);
        }

        var log = string.Concat(Directory.EnumerateFiles(_folder, "*.log").Select(File.ReadAllText));
        log.Split("App shop has 1 run(s) that nothing will move").Length.ShouldBe(2, "it is logged once");
    }

    private Task<ActorJobsTestServer> StartAsync() =>
        ActorJobsTestServer.StartAsync(
            $"actorjobs.store.sqlite.path={StorePath}",
            $"actorjobs.log.file={Path.Combine(_folder, ".log")}",
            "actorjobs.log.level=information"
        );

    private string StorePath => Path.Combine(_folder, "store.db");

    private async Task ChangeStoreAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={StorePath};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    private static async Task<JsonElement> ReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/healthz/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<double> StuckAsync(HttpClient client) =>
        Exposition.Parse(await client.GetStringAsync("/metrics")).Value("actorjobs_stuck_runs", "app=\"shop\"");

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(path, content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
