using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ActorJobs.Benchmarks.Installations;
using ActorJobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Benchmarks;

/// <summary>A worker process that reads from its standard input when to connect and when to leave, so that a process that has warmed up can be measured.</summary>
internal static class BenchmarkWorker
{
    /// <summary>The name of the processor that succeeds at once or, if its params say so, goes on until it is stopped.</summary>
    public const string Hold = "hold";

    /// <summary>Serves its standard input until it is closed. Lines are <c>{number} connect {runs}</c>, <c>{number} forget</c> and <c>{number} leave</c>; answers
    /// carry the number.</summary>
    public static async Task RunAsync(string server, string folder, int slots, CancellationToken cancellationToken)
    {
        Console.WriteLine("ready");
        IHost? host = null;
        var noop = new NoopProcessor();
        // The console's reader blocks whoever asks it, and hears of no cancellation.
        while (await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ');
            if (words[1] == "connect")
            {
                noop = new NoopProcessor
                {
                    Expected = int.Parse(words[2], CultureInfo.InvariantCulture),
                    Done = () => Console.WriteLine($"{words[0]} done"),
                };
                host = Build(server, folder, slots, noop);
                await host.StartAsync(cancellationToken);
                Console.WriteLine($"{words[0]} connected");
            }
            else if (words[1] == "forget")
            {
                noop.Forget();
                Console.WriteLine($"{words[0]} forgotten");
            }
            else
            {
                await host!.StopAsync(cancellationToken);
                host.Dispose();
                Console.WriteLine($"{words[0]} left {noop.Summary()}");
            }
        }
    }

    private static IHost Build(string server, string folder, int slots, NoopProcessor noop)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(noop);
        builder
            .Services.AddActorJobsWorker(worker =>
            {
                worker.Servers.Add(server);
                worker.App = Installation.App;
                worker.WorkerId = "bench-worker";
                worker.Slots = slots;
                worker.DataFolder = folder;
            })
            .AddProcessor<NoopProcessor>(Installation.Job)
            .AddProcessor<HoldProcessor>(Hold);
        return builder.Build();
    }

    private sealed record HoldParams(bool Waits);

    private sealed class HoldProcessor : IBasicProcessor
    {
        public async ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
        {
            if (context.GetParams<HoldParams>().Waits)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return ProcessResult.Success();
        }
    }

    /// <summary>Does nothing, and notes how late it was called.</summary>
    private sealed class NoopProcessor : IBasicProcessor
    {
        private readonly ConcurrentQueue<double> _lateness = new();
        private int _runs;

        public int Expected { get; init; }

        public Action Done { get; init; } = () => { };

        public ValueTask<ProcessResult> ProcessAsync(TaskContext context, CancellationToken cancellationToken)
        {
            _lateness.Enqueue((TimeProvider.System.GetUtcNow() - context.Planned).TotalMilliseconds);
            if (Interlocked.Increment(ref _runs) == Expected)
            {
                Done();
            }

            return ValueTask.FromResult(ProcessResult.Success());
        }

        public void Forget()
        {
            _lateness.Clear();
            Interlocked.Exchange(ref _runs, 0);
        }

        public string Summary() =>
            JsonSerializer.Serialize(
                new
                {
                    runs = _runs,
                    latenessMs = _lateness.IsEmpty
                        ? null
                        : new
                        {
                            p50 = Figures.Percentile(_lateness, 0.5),
                            p90 = Figures.Percentile(_lateness, 0.9),
                            p99 = Figures.Percentile(_lateness, 0.99),
                            max = Figures.Percentile(_lateness, 1),
                        },
                }
            );
    }
}
