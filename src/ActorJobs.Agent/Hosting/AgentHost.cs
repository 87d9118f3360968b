using System.Net;
using ActorJobs.Agent.Doctors;
using ActorJobs.Agent.Programs;
using ActorJobs.Agent.Settings;
using ActorJobs.Worker;
using ActorJobs.Worker.Doctors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Agent.Hosting;

/// <summary>Builds the agent: a worker with the processors that its settings allow.</summary>
internal static class AgentHost
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        [nameof(WorkerOptions.Servers)] = "agent.servers",
        [nameof(WorkerOptions.DataFolder)] = "agent.data",
        [nameof(WorkerOptions.CertificateAuthorityFile)] = "agent.ca",
        [nameof(WorkerOptions.LocalAddress)] = "agent.local-address",
    };

    /// <summary>Builds it.</summary>
    public static IHost Build(AgentSettings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder
            .Logging.ClearProviders()
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ProgramRunner>();
        builder.Services.AddSingleton(_ => Client());
        AddChecks(builder.Services, settings);
        var worker = builder.Services.AddActorJobsWorker(options => Apply(settings, options));
        foreach (var offered in AgentOffer.All.Where(offer => offer.Missing(settings.Allowed).Length is 0))
        {
            offered.Declare(worker);
        }
        return builder.Build();
    }

    /// <summary>Says what is offered, and what is not and why.</summary>
    public static string Offer(AgentSettings settings)
    {
        var offers = AgentOffer.All.ToLookup(offer => offer.Missing(settings.Allowed).Length is 0);
        var offered = offers[true].Select(offer => offer.Interpreter?.Find() is { } path ? $"{offer.Name} ({path})" : offer.Name);
        var missing = offers[false].Select(offer => $"{offer.Name} ({offer.Missing(settings.Allowed)})");
        return $"Offers {string.Join(", ", offered.DefaultIfEmpty("nothing"))}; not offered: {string.Join(", ", missing.DefaultIfEmpty("none"))}";
    }

    /// <summary>What the doctor looks at beside what every worker needs.</summary>
    private static void AddChecks(IServiceCollection services, AgentSettings settings)
    {
        foreach (var offer in AgentOffer.All)
        {
            services.AddSingleton<IWorkerCheck>(new ProcessorCheck(offer, settings));
        }
        services.AddSingleton<IWorkerCheck>(new ScriptsCheck(settings));
        services.AddSingleton<IWorkerCheck, RunAsCheck>();
        services.AddSingleton(new OptionNames(s_names));
    }

    private static void Apply(AgentSettings settings, WorkerOptions options)
    {
        foreach (var server in settings.Servers)
        {
            options.Servers.Add(server);
        }
        foreach (var (key, value) in settings.Labels)
        {
            options.Labels[key] = value;
        }
        options.App = settings.App;
        options.WorkerId = settings.Name;
        options.Slots = settings.Slots > 0 ? settings.Slots : options.Slots;
        options.DataFolder = settings.Data;
        options.CertificateAuthorityFile = settings.Ca;
        options.LocalAddress = settings.LocalAddress;
        options.DrainGrace = settings.DrainGrace;
        options.KillGrace = settings.KillGrace;
        options.ProbeRuntimes = true;
        // Not on the command line and not in a file, which others may read.
        options.Secret = Environment.GetEnvironmentVariable("ACTORJOBS_SECRET") ?? "";
    }

    /// <summary>One for all calls. Redirects are looked at by the processor, and cookies of one job are nothing for another.</summary>
    private static HttpMessageInvoker Client() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        );
}
