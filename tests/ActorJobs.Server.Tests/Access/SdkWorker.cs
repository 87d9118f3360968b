using System.Threading.Channels;
using ActorJobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Server.Tests.Access;

/// <summary>A worker of the SDK in this process, with one processor, and its log.</summary>
internal sealed class SdkWorker : ILoggerProvider, ILogger, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-sdk-").FullName;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private IHost _host = null!;

    private SdkWorker() { }

    /// <summary>Starts one.</summary>
    public static async Task<SdkWorker> StartAsync(Action<WorkerOptions> configure)
    {
        var worker = new SdkWorker();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(worker);
        builder
            .Services.AddActorJobsWorker(options =>
            {
                options.DataFolder = worker._folder;
                configure(options);
            })
            .AddProcessor<Echo>("echo");
        worker._host = builder.Build();
        await worker._host.StartAsync();
        return worker;
    }

    /// <summary>The next line with a text in it.</summary>
    public async Task<string> SeeAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        var seen = new List<string>();
        try
        {
            while (true)
            {
                seen.Add(await _lines.Reader.ReadAsync(limit.Token));
                if (seen[^1].Contains(text, StringComparison.Ordinal))
                {
                    return seen[^1];
                }
            }
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"The worker did not say '{text}', but:\n{string.Join('\n', seen)}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _lines.Writer.TryWrite(formatter(state, exception));

    public void Dispose() { }

    private sealed class Echo : IBasicProcessor
    {
        public ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken) =>
            new(ProcessResult.Success(context.Params));
    }
}
