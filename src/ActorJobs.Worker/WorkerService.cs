using ActorJobs.Protocol;
using ActorJobs.Trust;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Hosts;
using ActorJobs.Worker.Identity;
using ActorJobs.Worker.Links;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.OwnProcesses;
using ActorJobs.Worker.Processes;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker;

/// <summary>The worker in its host: it starts with the host, and drains when the host stops.</summary>
internal sealed partial class WorkerService(
    IOptions<WorkerOptions> options,
    WorkerTimings timings,
    ProcessorDeclarations declarations,
    IServiceProviderIsService services,
    IServiceScopeFactory scopes,
    ProcessTrees trees,
    ILoggerFactory loggers,
    TimeProvider time
) : IHostedService, IAsyncDisposable
{
    private static readonly Task<IDictionary<string, string>> s_noRuntimes = Task.FromResult<IDictionary<string, string>>(
        new Dictionary<string, string>(StringComparer.Ordinal)
    );

    private readonly ILogger _logger = loggers.CreateLogger("ActorJobs.Worker");
    private readonly CancellationTokenSource _ending = new();
    private Running? _running;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var processors = new ProcessorCatalogue(declarations, services);
        var folder = WorkerFolders.OfApp(settings);
        var identity = WorkerIdentity.Take(settings.WorkerId, folder, Environment.MachineName, _logger);
        var own = Path.Combine(folder, Uri.EscapeDataString(identity.Id));
        var spool = OpenSpool(settings, own);
        var outbox = new ResultOutbox(spool, time, timings);
        outbox.Restore();
        // Not among the host's services, where a later ClearProviders would take it away.
        loggers.AddProvider(new RunLoggerProvider());
        var runner = new AttemptRunner(scopes, loggers, time, identity.Id);
        var lines = new LogOutbox(
            new LogSpool(WorkerFolders.LogsIn(own), new LogSpoolLimits { DiskBytes = settings.LogSpoolBytes }, _logger),
            timings,
            time,
            _logger
        );
        var limits = new RunLogLimits { HeadBytes = settings.LogHeadBytes, TailBytes = settings.LogTailBytes };
        var logs = new RunLogs(limits, lines, time);
        var ledger = new AttemptLedger(
            new AttemptLimits(settings.Slots, settings.KillGrace, timings.KillWait),
            processors,
            new AttemptRunners(runner, new OwnProcessRunner(trees, settings.App, identity.Id, timings, time)),
            logs,
            outbox,
            new ThreadPoolAttemptExecutor(),
            time,
            _logger
        );
        var probing = settings.ProbeRuntimes
            ? Task.Run(() => RuntimeProbe.FindAsync(timings.RuntimeProbe, _ending.Token), _ending.Token)
            : s_noRuntimes;
        var self = new WorkerSelf(settings.App, identity.Id, settings.Slots, settings.Labels, probing, processors, time);
        var connection = new ServerConnection(
            [.. settings.Servers.Select(Parse)],
            new LinkDialer(new LocalEnd(settings.LocalAddress), self, settings.Secret, Trust(settings.CertificateAuthorityFile)),
            self,
            ledger,
            new HostMeter(folder, time),
            lines,
            new OutageLog(time, timings.OutageRepeat, _logger),
            time,
            timings
        );
        KeepThreadsForTheLink(settings.Slots);
        var ticks = time.CreateTimer(_ => ledger.Tick(), state: null, timings.Tick, timings.Tick);
        _running = new Running(identity, spool, lines, ledger, connection, ticks);
        LogStart(identity.Id, settings.App, settings.Slots, string.Join(", ", processors.Names));
        connection.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is not { } running)
        {
            return;
        }
        var ledger = running.Ledger;
        ledger.BeginDrain("The worker is shutting down.");
        await WithinAsync(options.Value.DrainGrace, ledger.WhenNoneRunsAsync, cancellationToken).ConfigureAwait(false);
        ledger.GiveUpRunning();
        await WithinAsync(timings.GiveUpWait, ledger.WhenNoneRunsAsync, cancellationToken).ConfigureAwait(false);
        ledger.KillRunning();
        await WithinAsync(timings.KillWait, ledger.WhenKilledAsync, cancellationToken).ConfigureAwait(false);
        ledger.ReturnRunning();
        await WithinAsync(
                timings.FlushWait,
                limit => Task.WhenAll(ledger.WhenAllAcknowledgedAsync(limit), running.Lines.WhenDeliveredAsync(limit)),
                cancellationToken
            )
            .ConfigureAwait(false);
        var unacknowledged = ledger.SpoolResults();
        // A worker that says goodbye holds nothing more; one with results comes back with them.
        IReadOnlyList<WorkerMessage> last = unacknowledged is 0 ? [new WorkerMessage { Goodbye = new Goodbye() }] : [];
        await WithinAsync(timings.CloseWait, limit => running.Connection.EndAsync(last, limit), cancellationToken).ConfigureAwait(false);
        await running.Spool.CompleteAsync().ConfigureAwait(false);
        LogStopped(unacknowledged);
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { } running)
        {
            _running = null;
            await _ending.CancelAsync().ConfigureAwait(false);
            await running.Ticks.DisposeAsync().ConfigureAwait(false);
            await running.Connection.DisposeAsync().ConfigureAwait(false);
            await running.Lines.DisposeAsync().ConfigureAwait(false);
            await running.Spool.CompleteAsync().ConfigureAwait(false);
            running.Identity.Dispose();
        }
        _ending.Dispose();
    }

    private IResultSpool OpenSpool(WorkerOptions settings, string folder)
    {
        if (!settings.KeepResultsOnDisk)
        {
            return new NoResultSpool();
        }
        try
        {
            return new ResultSpool(folder, _logger);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNoSpool(folder, exception.Message);
            return new NoResultSpool();
        }
    }

    private async Task WithinAsync(TimeSpan limit, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next step of the drain deals with what did not come in time.
        }
    }

    private static ServerAddress Parse(string server) =>
        ServerAddress.TryParse(server, out var address) ? address : throw new InvalidOperationException($"'{server}' was not validated.");

    private static ServerTrust Trust(string file) =>
        ServerTrust.TryRead(file, out var trust, out var problem) ? trust : throw new InvalidOperationException($"'{file}', {problem}");

    // Processors share the thread pool with the link. Where all of them block their threads, the pool would be slow to grow, and heartbeats would be late.
    private static void KeepThreadsForTheLink(int slots)
    {
        const int MostThreads = 1024;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Math.Min(slots + Environment.ProcessorCount, MostThreads)), ports);
    }

    private sealed record Running(
        WorkerIdentity Identity,
        IResultSpool Spool,
        LogOutbox Lines,
        AttemptLedger Ledger,
        ServerConnection Connection,
        ITimer Ticks
    );

    [LoggerMessage(
        EventId = 101,
        Level = LogLevel.Information,
        Message = "Worker {Worker} of app {App} starts with {Slots} slots and the processors {Processors}"
    )]
    private partial void LogStart(string worker, string app, int slots, string processors);

    [LoggerMessage(
        EventId = 102,
        Level = LogLevel.Information,
        Message = "The worker has stopped; {Unacknowledged} results are not acknowledged"
    )]
    private partial void LogStopped(int unacknowledged);

    [LoggerMessage(
        EventId = 103,
        Level = LogLevel.Warning,
        Message = "Results are kept in memory only, as {Folder} cannot be used ({Reason}); set DataFolder, or KeepResultsOnDisk to false"
    )]
    private partial void LogNoSpool(string folder, string reason);
}
