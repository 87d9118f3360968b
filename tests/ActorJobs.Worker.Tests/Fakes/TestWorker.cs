using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>A worker in a host of its own.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private readonly IHost _host;

    private TestWorker(IHost host, Gate gate, LogLines log)
    {
        _host = host;
        Gate = gate;
        Log = log;
    }

    /// <summary>What the processors of <see cref="GatedProcessors"/> wait for.</summary>
    public Gate Gate { get; }

    /// <summary>What was logged.</summary>
    public LogLines Log { get; }

    /// <summary>Starts a worker of the app demo, with the id w1 and two slots unless the test says otherwise.</summary>
    public static async Task<TestWorker> StartAsync(
        string server,
        TemporaryFolder data,
        Action<WorkerOptions>? configure = null,
        WorkerTimings? timings = null,
        Action<WorkerBuilder>? processors = null
    )
    {
        var gate = new Gate();
        var log = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton(gate);
        builder.Services.AddSingleton(timings ?? new WorkerTimings());
        var worker = builder.Services.AddActorJobsWorker(options =>
        {
            options.Servers.Add(server);
            options.App = "demo";
            options.WorkerId = "w1";
            options.Slots = 2;
            options.DataFolder = data.Path;
            configure?.Invoke(options);
        });
        worker.AddProcessorsFrom(typeof(GatedProcessors));
        processors?.Invoke(worker);
        var host = builder.Build();
        await host.StartAsync();
        return new TestWorker(host, gate, log);
    }

    /// <summary>Stops the host as SIGTERM does.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
