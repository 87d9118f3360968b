using ActorJobs.Worker.Doctors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>The doctor of a worker of the app demo.</summary>
internal static class Doctor
{
    /// <summary>Its host, with what the test adds.</summary>
    public static IHost HostOf(string server, Action<WorkerOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        services?.Invoke(builder.Services);
        builder.Services.AddActorJobsWorker(options =>
        {
            options.Servers.Add(server);
            options.App = "demo";
            configure?.Invoke(options);
        });
        return builder.Build();
    }

    /// <summary>What it finds of its server, by the names of the checks.</summary>
    public static async Task<Dictionary<string, Finding>> ExamineServerAsync(
        string server,
        Action<WorkerOptions>? configure = null,
        TimeProvider? time = null
    )
    {
        using var host = HostOf(server, configure, services => services.AddSingleton(time ?? TimeProvider.System));
        return await host
            .Services.GetRequiredService<WorkerDoctor>()
            .ExamineAsync()
            .TakeWhile(result => result.Check is "settings" || result.Server.Length > 0)
            .ToDictionaryAsync(result => result.Check, result => result.Finding);
    }
}
