using ActorJobs.Protocol;
using ActorJobs.TestKit.Links;
using ActorJobs.TestKit.Processors;
using ActorJobs.TestKit.VirtualTime;
using ActorJobs.Worker;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Hosts;
using ActorJobs.Worker.Links;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.TestKit.Workers;

/// <summary>The worker SDK without its socket, its files and its host: the same ledger, outbox, session and runner as in a worker process.</summary>
internal sealed class SdkWorker : IKitWorker, IAsyncDisposable
{
    private static readonly TimeSpan KillGrace = new WorkerOptions().KillGrace;

    private readonly CancellationTokenSource _stop = new();
    private readonly VirtualLoop _loop;
    private readonly Action<InProcessLink, Hello> _accept;
    private readonly HashSet<string> _offered;
    private readonly WorkerTimings _timings = new();
    private readonly NoLogOutbox _lines = new();
    private readonly WorkerSelf _self;
    private readonly AttemptLedger _ledger;
    private readonly ResultOutbox _outbox;
    private readonly ITimer _ticks;
    private InProcessLink? _link;
    private Task _speaking = Task.CompletedTask;
    private bool _isAdopted;

    /// <exception cref="ProcessorDeclarationException">A processor is declared wrongly.</exception>
    public SdkWorker(VirtualLoop loop, IServiceProvider services, string app, string id, int slots, Action<InProcessLink, Hello> accept)
    {
        (_loop, _accept) = (loop, accept);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var processors = new ProcessorCatalogue(
            services.GetRequiredService<ProcessorDeclarations>(),
            services.GetRequiredService<IServiceProviderIsService>()
        );
        _offered = [.. processors.Names];
        var runner = new AttemptRunner(services.GetRequiredService<IServiceScopeFactory>(), loggers, loop.Time, id);
        var logs = new RunLogs(new RunLogLimits(), _lines, loop.Time);
        _outbox = new ResultOutbox(new NoResultSpool(), loop.Machine, _timings);
        // Time stands still in a process of its own; such processors run here as all others.
        _ledger = new AttemptLedger(
            new AttemptLimits(slots, KillGrace, _timings.KillWait),
            processors,
            new AttemptRunners(runner, runner),
            logs,
            _outbox,
            new LoopExecutor(loop),
            loop.Time,
            loggers.CreateLogger("ActorJobs.Worker")
        );
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        _self = new WorkerSelf(app, id, slots, labels, Task.FromResult<IDictionary<string, string>>(labels), processors, loop.Time);
        _ticks = loop.Machine.CreateTimer(_ => Tick(), null, _timings.Tick, _timings.Tick);
    }

    /// <inheritdoc/>
    public bool IsQuiet => _link is { IsUp: true } && _isAdopted && _outbox.Count == 0;

    /// <inheritdoc/>
    public bool Offers(string processor) => _offered.Contains(processor);

    /// <summary>Leaves a processor to another worker from now on, if it has it. What runs of it goes on.</summary>
    public void Leave(string processor)
    {
        if (_offered.Remove(processor))
        {
            Cut($"it leaves {processor} to another worker");
            Dial();
        }
    }

    /// <inheritdoc/>
    public void Dial()
    {
        var end = new WorkerEnd(_loop.Scheduler, _accept);
        (_link, _isAdopted) = (end.Link, false);
        ProcessorFlows.WithoutContext(() => _speaking = SpeakAsync(end));
    }

    /// <inheritdoc/>
    public void Cut(string reason)
    {
        _link?.Cut(reason);
        _link = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Cut("the kit is disposed of");
        await _speaking;
        await _ticks.DisposeAsync();
        _stop.Dispose();
    }

    private void Tick()
    {
        _ledger.Tick();
        if (_link is { IsUp: false })
        {
            Dial();
        }
    }

    private Hello NextHello()
    {
        var hello = _self.NextHello("in process");
        hello.Processors.Clear();
        hello.Processors.AddRange(_offered.Order(StringComparer.Ordinal));
        return hello;
    }

    private async Task SpeakAsync(WorkerEnd end)
    {
        var session = new LinkSession(end, _ledger, new NoHostMeter(), _lines, _loop.Machine, _timings.Handshake, _ => _isAdopted = true);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                await session.RunAsync(NextHello(), _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The end of the kit.
            }
        }
    }
}
