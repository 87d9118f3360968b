namespace ActorJobs.TestKit.Tests.Documents;

[Trait("Category", "Slow")]
public class WholeServerTests
{
    [Fact]
    public async Task Greeter_AskedOverHttp_GetsTheRun()
    {
        await using var server = await ActorJobsTestServer.StartAsync();
        using var client = server.CreateClient();
        using var app = await client.PutAsync("api/v1/apps/shop", content: null);
        using var job = await client.PostAsJsonAsync("api/v1/apps/shop/jobs", new { name = "hello", processor = new { name = "greet" } });

        var greeted = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder
            .Services.AddActorJobsWorker(worker =>
            {
                worker.Servers.Add(server.Address.ToString());
                worker.App = "shop";
                worker.WorkerId = "w1";
                worker.KeepResultsOnDisk = false;
            })
            .AddProcessor("greet", (TaskContext context) => greeted.SetResult(context.RunId));
        using var host = builder.Build();
        await host.StartAsync();

        using var answer = await client.PostAsJsonAsync("api/v1/apps/shop/jobs/hello/runs", new { });
        var run = await answer.Content.ReadFromJsonAsync<JsonObject>();
        (await greeted.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe((string?)run!["id"]);
        await host.StopAsync();
    }
}
