using ActorJobs.Core.Runs;
using ActorJobs.Protocol;
using ActorJobs.TestKit.Links;
using ActorJobs.TestKit.Runs;
using ActorJobs.TestKit.Stores;
using ActorJobs.TestKit.VirtualTime;
using ActorJobs.TestKit.Workers;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.TestKit.Jobs;

/// <summary>
/// A server with one app, its workers and its processors, within the test and in virtual time. What decides about jobs and runs, the session of the worker, and the
/// running of processors is the code that a real server and a real worker have; sockets, the database and the host are left out.
/// </summary>
/// <remarks>
/// <para>Time stands still unless <see cref="AdvanceAsync"/> or one of its like moves it, and everything that is due happens meanwhile, at its own time.</para>
/// <para>Processors are real asynchronous code. While one works, time stands still. It moves on when every processor that runs sleeps: awaits a Task.Delay
/// or has a PeriodicTimer on the <see cref="TimeProvider"/> that is injected. A limit of that clock (CancelAfter, WaitAsync) does not move time by itself.</para>
/// <para>One call at a time. The same calls and the same seed give the same history, as long as processors wait for nothing but the kit's clock.</para>
/// </remarks>
public sealed partial class JobTestKit : IAsyncDisposable
{
    private readonly MemoryAppStore _store = new();
    private readonly List<IKitWorker> _workers = [];
    private readonly JobTestKitOptions _options;
    private readonly VirtualLoop _loop;
    private readonly MemoryApp _app;
    private readonly IdleTime _idle;
    private readonly ServiceProvider _services;
    private SdkWorker? _processors;
    private KitNode? _node;
    private int _starts;

    private JobTestKit(JobTestKitOptions options)
    {
        _options = options;
        _loop = new VirtualLoop(options.Seed, options.Start, options.RealTimeLimit);
        options.Time = _loop.Time;
        _services = options.Services.BuildServiceProvider(validateScopes: true);
        _app = _store.Create(options.App);
        _loop.Idle = _idle = new IdleTime(_loop, _app, _workers, () => _node);
    }

    /// <summary>The kit's clock; the same that is injected into processors.</summary>
    public TimeProvider Time => _loop.Time;

    /// <summary>What the kit's clock shows.</summary>
    public DateTimeOffset Now => _loop.Time.GetUtcNow();

    /// <summary>The services of the processors.</summary>
    public IServiceProvider Services => _services;

    /// <summary>All runs as they are now, by planned time. What happens later does not change it.</summary>
    public RunHistory Runs
    {
        get
        {
            var (attempts, stale) = (_app.Attempts.ToLookup(attempt => attempt.Run), _app.StaleReports.ToLookup(report => report.Run));
            var runs = _app.Runs.Values.Select(run => KitRun.Of(run, attempts, stale));
            return new RunHistory([.. runs.OrderBy(run => run.Planned).ThenBy(run => run.Id, StringComparer.Ordinal)], "runs");
        }
    }

    /// <summary>Starts a kit.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ActorJobs.Worker.ProcessorDeclarationException">Processors are declared wrongly.</exception>
    /// <exception cref="ArgumentException">A setting cannot be.</exception>
    public static async Task<JobTestKit> StartAsync(Action<JobTestKitOptions>? configure = null)
    {
        var options = new JobTestKitOptions();
        configure?.Invoke(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1, nameof(configure));
        if (options.WorkerLimits.Contradiction() is { } contradiction)
        {
            throw new ArgumentException($"{nameof(options.WorkerLimits)}: {contradiction}.", nameof(configure));
        }

        var kit = new JobTestKit(options);
        try
        {
            await kit._loop.DoAsync(kit.StartNodeAsync);
            if (
                kit._services.GetRequiredService<ProcessorDeclarations>() is { } declared
                && declared.Declared.Count + declared.Problems.Count > 0
            )
            {
                const string id = JobTestKitOptions.ProcessorsWorker;
                kit._processors = new SdkWorker(kit._loop, kit._services, options.App, id, options.Slots, kit.Accept);
                await kit.AddAsync(kit._processors);
            }

            return kit;
        }
        catch
        {
            await kit.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets time pass, with everything that happens in it.</summary>
    /// <param name="span">How much, zero or more.</param>
    /// <exception cref="ExpectationException">A processor works on and on, so that time stands still.</exception>
    public async Task AdvanceAsync(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        await DriveAsync(span, () => false);
    }

    /// <summary>Lets time pass up to an instant.</summary>
    /// <param name="instant">Not before now.</param>
    /// <exception cref="ExpectationException">A processor works on and on, so that time stands still.</exception>
    public Task AdvanceToAsync(DateTimeOffset instant) => AdvanceAsync(instant - Now);

    /// <summary>Lets time pass until every run has ended.</summary>
    /// <param name="within">How long that may take, of the kit's time.</param>
    /// <exception cref="ExpectationException">Some are still open then; the message lists them.</exception>
    public async Task AdvanceUntilAllEndedAsync(TimeSpan within)
    {
        if (!await DriveAsync(within, () => !_app.Open.Any()))
        {
            var open = Runs.Where(run => !run.State.IsEnd(), "an open end");
            throw new ExpectationException(
                $"Expected every run to end within {within}; at {RunText.Of(Now)} these are open:{RunText.Of([.. open])}"
            );
        }
    }

    /// <summary>Lets time pass until nothing is under way that would go on by itself: no run is at a worker, delayed, or to be tried again. What waits for a user, or
    /// for a worker, and schedules and time-outs that are still to come, are no reason to go on.</summary>
    /// <param name="within">How long that may take, of the kit's time.</param>
    /// <exception cref="ExpectationException">Something is under way still then; the message lists it.</exception>
    public async Task AdvanceUntilIdleAsync(TimeSpan within)
    {
        if (!await DriveAsync(within, () => _idle.IsIdle))
        {
            var open = Runs.Where(run => !run.State.IsEnd(), "an open end");
            throw new ExpectationException(
                $"Expected nothing to be under way within {within}; at {RunText.Of(Now)} these are open:{RunText.Of([.. open])}"
            );
        }
    }

    /// <summary>The server stops, is away for some time, and starts again. Processors work on meanwhile, and workers come back when it is there.</summary>
    /// <param name="span">For how long.</param>
    public async Task OutageAsync(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        await _loop.DoAsync(StopNodeAsync);
        await _loop.DriveAsync(span, () => false);
        await _loop.DoAsync(async () =>
        {
            await StartNodeAsync();
            _workers.ForEach(worker => worker.Dial());
            return true;
        });
        ThrowIfDefect();
    }

    /// <summary>Ends all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DoAsync(StopNodeAsync);
        if (_processors is { } processors)
        {
            await processors.DisposeAsync();
        }

        await _services.DisposeAsync();
    }

    private async Task<bool> StartNodeAsync()
    {
        var logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("ActorJobs.TestKit");
        _node = new KitNode(_loop, _store, _options.App, _options.WorkerLimits, ++_starts, logger);
        await _node.StartAsync();
        return true;
    }

    private async Task<bool> StopNodeAsync()
    {
        var node = _node;
        _node = null;
        foreach (var worker in _workers)
        {
            worker.Cut("the server is stopping");
        }

        await (node?.StopAsync() ?? Task.CompletedTask);
        return true;
    }

    private void Accept(InProcessLink link, Hello hello)
    {
        if (_node is { } node)
        {
            node.Accept(link, hello);
        }
        else
        {
            link.Cut("the server is away");
        }
    }

    private async Task<bool> DriveAsync(TimeSpan span, Func<bool> isEnough)
    {
        var isMet = await _loop.DriveAsync(span, () => isEnough() || NodeWithoutProcessor() is not null);
        ThrowIfDefect();
        ThrowIfProcessorIsMissing();
        return isMet;
    }

    private void ThrowIfDefect()
    {
        if (_node?.Defect is { } defect)
        {
            throw new InvalidOperationException(
                $"ActorJobs failed on a message again and again, which is a defect of its own: {defect.Message}",
                defect
            );
        }
    }
}
