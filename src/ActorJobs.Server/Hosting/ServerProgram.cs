using System.Net;
using ActorJobs.Core.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Links;
using ActorJobs.Server.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serilog;

namespace ActorJobs.Server.Hosting;

/// <summary>Runs a server from its settings to its end.</summary>
internal static class ServerProgram
{
    /// <summary>Runs a server until it is asked to end.</summary>
    /// <param name="assignments">Its settings, as <c>key=value</c>.</param>
    /// <param name="cancellationToken">Ends the start, or the server.</param>
    /// <returns>0.</returns>
    /// <exception cref="StartException">It cannot start as it is.</exception>
    public static async Task<int> RunAsync(IEnumerable<string> assignments, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(assignments);
        await using var log = ServerLog.Open(settings);
        using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(log));
        var time = TimeProvider.System;
        await using var store = await ServerStore.OpenAsync(settings.Store, time, loggers, cancellationToken);
        await using var ownership = new StoreOwnership(
            store,
            $"node {settings.NodeName}, pid {Environment.ProcessId} on {Dns.GetHostName()}"
        );
        await ServerStore.LockAsync(ownership, time, cancellationToken);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSerilog(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(settings.Listen));
        builder.Services.AddServer(settings, store, ownership, time);
        await using var app = builder.Build();
        app.UseWebSockets();
        app.Map(ProtocolVersions.LinkPath, (HttpContext context, LinkEndpoint link) => link.ServeAsync(context));
        app.MapFacade();
        await app.Services.GetRequiredService<ClockSampling>().SampleAsync(cancellationToken);
        await StartAsync(app, settings, cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        app.Logger.LogInformation("Node {Node} listens on {Addresses}", settings.NodeName, string.Join(", ", addresses));
        await app.WaitForShutdownAsync(cancellationToken);
        app.Logger.LogInformation("Node {Node} has stopped", settings.NodeName);
        return 0;
    }

    private static async Task StartAsync(WebApplication app, ServerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken)
        {
            throw new StartException(
                ErrorCodes.PortTaken,
                $"{SettingKeys.Listen.Key} is {settings.Listen}, and that cannot be listened on: {taken.Message} Stop the "
                    + $"program that has the port, or choose another one with --set {SettingKeys.Listen.Key}=127.0.0.1:7701.",
                taken
            );
        }
        catch (StoreUnavailableException away)
        {
            throw new StartException(ErrorCodes.StoreUnavailable, away.Message, away);
        }
    }
}
