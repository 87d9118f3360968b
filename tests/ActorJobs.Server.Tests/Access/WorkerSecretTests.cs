using ActorJobs.Client;
using ActorJobs.Errors;

namespace ActorJobs.Server.Tests.Access;

/// <summary>Workers of the SDK at a server that asks for secrets.</summary>
public sealed class WorkerSecretTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task Worker_WithTheSecretOfItsApp_ComesIn()
    {
        var (app, secret) = await NewAppAsync();

        await using var worker = await StartAsync(app, "w1", secret);

        await worker.SeeAsync("Worker w1 is connected to");
        server.EverythingWritten().ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("", ErrorCodes.WorkerSecretRequired, "ACTORJOBS_SECRET")]
    [InlineData("ajs_wrong", ErrorCodes.WorkerSecretWrong, "was replaced")]
    public async Task Worker_WithoutOrWithAWrongSecret_IsToldWhatToDoAndListed(string secret, string code, string cure)
    {
        var (app, _) = await NewAppAsync();

        await using var worker = await StartAsync(app, "w-wrong", secret);

        var line = await worker.SeeAsync("refuses this worker until a setting is changed");
        line.ShouldContain(code);
        line.ShouldContain(cure);
        var refused = (await server.SendAsync("GET", $"/api/v1/apps/{app}/workers")).Body.GetProperty("refused")[0];
        refused.GetProperty("worker").GetString().ShouldBe("w-wrong");
        refused.GetProperty("code").GetString().ShouldBe(code);
        server.Log.Lines.ShouldContain(logged =>
            logged.Contains($"Worker w-wrong of app {app}", StringComparison.Ordinal) && logged.Contains(code)
        );
    }

    [Fact]
    public async Task Worker_WithTheSecretOfAnotherApp_IsRefused()
    {
        var (app, _) = await NewAppAsync();
        var (_, foreign) = await NewAppAsync();

        await using var worker = await StartAsync(app, "w1", foreign);

        (await worker.SeeAsync("refuses this worker")).ShouldContain("its secret is one of another app");
    }

    [Fact]
    public async Task Secret_Replaced_WorksAsLongAsItIsKept()
    {
        var (app, first) = await NewAppAsync();
        using var client = new ActorJobsClient(server.Address, new ActorJobsClientOptions { Token = GuardedServer.AdminToken });
        var second = await client.App(app).NewSecretAsync(TimeSpan.FromHours(1));
        await using (var old = await StartAsync(app, "old", first))
        {
            await old.SeeAsync("is connected to");
        }

        var third = await client.App(app).NewSecretAsync();

        await using var refused = await StartAsync(app, "refused", second);
        await using var taken = await StartAsync(app, "taken", third);
        await refused.SeeAsync(ErrorCodes.WorkerSecretWrong);
        await taken.SeeAsync("is connected to");
    }

    [Theory]
    [InlineData("""{"keepOldFor":"31d"}""", ErrorCodes.OutOfRange)]
    [InlineData("""{"keepOldFor":"soon"}""", ErrorCodes.InvalidDuration)]
    public async Task Secret_KeptForTooLong_IsRefused(string body, string code) =>
        (await server.SendAsync("POST", "/api/v1/apps/x:new-secret", body)).ShouldBeProblem(400, code, "keepOldFor");

    [Fact]
    public async Task Secret_OfNoApp_IsRefused() =>
        (await server.SendAsync("POST", "/api/v1/apps/nowhere:new-secret")).ShouldBeProblem(404, ErrorCodes.AppNotFound, "app");

    private async Task<(string App, string Secret)> NewAppAsync()
    {
        var path = await server.NewAppAsync();
        return (path.Split('/')[^1], (await server.SendAsync("POST", $"{path}:new-secret"))["secret"]!);
    }

    private Task<SdkWorker> StartAsync(string app, string id, string secret) =>
        SdkWorker.StartAsync(worker =>
        {
            worker.Servers.Add($"{server.Address}");
            worker.App = app;
            worker.WorkerId = id;
            worker.Secret = secret;
        });
}
