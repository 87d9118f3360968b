using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>
/// Stands in a worker's place where its program was started to run one attempt. It does so before any other service of the host starts, and ends the process then:
/// what else the program does, such as to listen on a port, is the worker's affair.
/// </summary>
internal sealed class OwnProcessService(
    OwnProcessCall call,
    IOptions<WorkerOptions> options,
    ProcessorDeclarations declarations,
    IServiceProviderIsService services,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    TimeProvider time
) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.App != call.App)
        {
            return;
        }
        // As in a worker: behind whatever cleared the providers of the host.
        loggers.AddProvider(new RunLoggerProvider());
        var runner = new AttemptRunner(scopes, loggers, time, call.Worker);
        await new OwnProcess(new ProcessorCatalogue(declarations, services), runner, time)
            .RunAsync(call, cancellationToken)
            .ConfigureAwait(false);
        await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        Environment.Exit(0);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
