using ActorJobs.Worker.Doctors;
using ActorJobs.Worker.OwnProcesses;
using ActorJobs.Worker.Processes;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorJobs.Worker;

/// <summary>Puts a worker into a host.</summary>
public static class WorkerServiceCollectionExtensions
{
    private const string ConsoleLoggers = "Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider";

    /// <summary>
    /// Adds a worker that starts and stops with the host. The host's shutdown limit is raised, if need be, so that a drain has its time.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>Declares the worker's processors.</returns>
    /// <exception cref="InvalidOperationException">The host has a worker already.</exception>
    public static WorkerBuilder AddActorJobsWorker(this IServiceCollection services, Action<WorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(ProcessorDeclarations)))
        {
            throw new InvalidOperationException(
                "The host has a worker already; call AddActorJobsWorker once, and declare all processors on what it returns."
            );
        }
        var declarations = new ProcessorDeclarations();
        services.AddSingleton(declarations);
        services.AddOptions<WorkerOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new WorkerTimings());
        services
            .AddOptions<HostOptions>()
            .PostConfigure<IOptions<WorkerOptions>, WorkerTimings>(
                (host, worker, timings) =>
                {
                    try
                    {
                        var needed = worker.Value.DrainGrace + timings.DrainExtra;
                        host.ShutdownTimeout = host.ShutdownTimeout < needed ? needed : host.ShutdownTimeout;
                    }
                    catch (OptionsValidationException)
                    {
                        // The host is built all the same, so that its doctor can say what is wrong; its start does, too.
                    }
                }
            );
        services.TryAddSingleton(provider => new ProcessTrees(
            provider.GetRequiredService<TimeProvider>(),
            ControlGroupMount.OfThisProcess(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("ActorJobs.Worker")
        ));
        services.TryAddSingleton(new OptionNames());
        services.TryAddSingleton(provider => new WorkerDoctor(
            provider.GetRequiredService<IOptions<WorkerOptions>>(),
            declarations,
            provider.GetRequiredService<IServiceProviderIsService>(),
            provider.GetServices<IWorkerCheck>(),
            provider.GetRequiredService<OptionNames>(),
            provider.GetRequiredService<WorkerTimings>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        if (OwnProcessCall.OfThisProcess is { } call)
        {
            services.AddSingleton(call);
            services.AddHostedService<OwnProcessService>();
            // Lines of loggers reach the log of the run over the pipe; what the console printed of them would be there twice.
            services.PostConfigure<LoggerFilterOptions>(filter =>
                filter.Rules.Add(new(ConsoleLoggers, categoryName: null, LogLevel.None, filter: null))
            );
        }
        else
        {
            services.AddHostedService<WorkerService>();
        }
        return new WorkerBuilder(services, declarations);
    }
}
