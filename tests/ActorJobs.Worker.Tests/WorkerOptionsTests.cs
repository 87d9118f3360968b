using ActorJobs.Worker.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker.Tests;

public sealed class WorkerOptionsTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    [Fact]
    public async Task Start_NothingSet_FailsAndNamesEveryOption()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddActorJobsWorker(_ => { });

        using var host = builder.Build();

        var failed = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        failed.Failures.ShouldBe([
            "Servers is empty; add the address of a server, such as http://127.0.0.1:7700.",
            "App is empty; the name of the app whose jobs the worker runs is expected.",
        ]);
    }

    [Fact]
    public async Task Start_WrongValues_FailsAndTellsWhatWasFoundAndExpected()
    {
        var failed = await Should.ThrowAsync<OptionsValidationException>(() =>
            TestWorker.StartAsync(
                "localhost",
                _data,
                options =>
                {
                    options.WorkerId = "a\nb";
                    options.Slots = 0;
                    options.DrainGrace = TimeSpan.FromSeconds(-1);
                }
            )
        );

        failed
            .Failures.Select(failure => failure.Split(';')[0])
            .ShouldBe(["Servers has 'localhost'", "WorkerId has control characters", "Slots is 0", "DrainGrace is -00:00:01"]);
    }

    [Theory]
    [InlineData(5, 30)]
    [InlineData(60, 74)]
    public void Start_DrainGrace_RaisesTheShutdownLimitOfTheHostIfNeedBe(int grace, int limit)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddActorJobsWorker(options =>
        {
            options.Servers.Add("http://127.0.0.1:9");
            options.App = "demo";
            options.DrainGrace = TimeSpan.FromSeconds(grace);
        });
        using var host = builder.Build();

        host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBe(TimeSpan.FromSeconds(limit));
    }

    [Fact]
    public async Task Start_TwoWorkersWithoutAnId_GetTwoThatTheyKeepOverARestart()
    {
        await using var server = await FakeServer.StartAsync();
        var first = await TestWorker.StartAsync(server.Address, _data, options => options.WorkerId = "");
        await using var second = await TestWorker.StartAsync(server.Address, _data, options => options.WorkerId = "");
        var ids = new[] { (await server.NextSessionAsync()).Hello.Worker, (await server.NextSessionAsync()).Hello.Worker };
        await first.DisposeAsync();

        await using var again = await TestWorker.StartAsync(server.Address, _data, options => options.WorkerId = "");

        ids.Order(StringComparer.Ordinal).ShouldBe([$"{Environment.MachineName}-1", $"{Environment.MachineName}-2"]);
        (await server.NextSessionAsync()).Hello.Worker.ShouldBe($"{Environment.MachineName}-1");
    }

    [Fact]
    public async Task Start_DataFolderCannotBeMade_WarnsAndWorksAllTheSame()
    {
        var file = _data.File("a-file");
        await File.WriteAllTextAsync(file, "");
        await using var server = await FakeServer.StartAsync();
        await using var worker = await TestWorker.StartAsync(
            server.Address,
            _data,
            options =>
            {
                options.WorkerId = "";
                options.DataFolder = file;
            }
        );

        (await server.NextAdoptedAsync()).Hello.Worker.ShouldBe($"{Environment.MachineName}-1");
        await worker.Log.ExpectAsync("Cannot hold a lock in");
        await worker.Log.ExpectAsync("Results are kept in memory only");
    }

    public void Dispose() => _data.Dispose();
}
