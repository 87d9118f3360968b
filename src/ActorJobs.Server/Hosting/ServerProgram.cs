using ActorJobs.Errors;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade;
using ActorJobs.Server.Links;
using ActorJobs.Server.Logs;
using ActorJobs.Server.Metrics;
using ActorJobs.Server.Notifications;
using ActorJobs.Server.RunLogs;
using ActorJobs.Server.Settings;
using ActorJobs.Server.Start;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serilog;

namespace ActorJobs.Server.Hosting;

/// <summary>Runs a server from its settings to its end.</summary>
internal static class ServerProgram
{
    /// <summary>
    /// Runs a server until it is asked to end. What can be wrong is looked at in this order: settings, clock, log file, address and port, store. From the port on
    /// health checks are answered, and everything else when the store is open and its apps have their owners.
    /// </summary>
    /// <param name="sources">Its settings.</param>
    /// <param name="onListening">Told its address once it serves; a port of 0 has become one that was free.</param>
    /// <param name="cancellationToken">Ends the start, or the server.</param>
    /// <returns>0.</returns>
    /// <exception cref="StartException">It cannot start as it is.</exception>
    public static async Task<int> RunAsync(SettingSources sources, Action<Uri> onListening, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(sources);
        var time = TimeProvider.System;
        ClockCheck.Check(time);
        var ring = new LogRing();
        await using var log = ServerLog.Open(settings, ring);
        using var tls = ServerTls.Load(settings.Tls, time);
        var opened = new OpenedStore();
        await using var app = Build(settings, tls, opened, time, log, ring);
        await using var closing = opened;
        await ListenAsync(app, settings, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
        try
        {
            await ActivatorUtilities.CreateInstance<ServerStore>(app.Services).OpenAsync(settings, opened, ending.Token);
            await ServeAsync(app, settings, onListening, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            app.Logger.LogInformation("Node {Node} was asked to end before it had started", settings.NodeName);
        }

        return 0;
    }

    private static WebApplication Build(
        ServerSettings settings,
        ServerTls tls,
        OpenedStore opened,
        TimeProvider time,
        Serilog.Core.Logger log,
        LogRing ring
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSerilog(log);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(settings.Listen, tls.Apply));
        builder.Services.AddSingleton(tls.Trust);
        builder.Services.AddServer(settings, opened, time);
        builder.Services.AddSingleton(ring);
        var app = builder.Build();
        app.UseMiddleware<StartDoor>();
        app.UseAccess();
        app.MapLinks();
        app.MapNodes();
        app.MapFacade();
        app.MapMetrics();
        return app;
    }

    private static async Task ListenAsync(WebApplication app, ServerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            throw ListenFailure.Of(error, settings.Listen);
        }
    }

    private static async Task ServeAsync(
        WebApplication app,
        ServerSettings settings,
        Action<Uri> onListening,
        CancellationToken cancellationToken
    )
    {
        var clock = app.Services.GetRequiredService<ClockSampling>();
        var audit = app.Services.GetRequiredService<AuditTrail>();
        var logs = app.Services.GetRequiredService<LogKeeping>();
        var engine = app.Services.GetRequiredService<EngineLifetime>();
        var notifications = app.Services.GetRequiredService<NotificationDelivery>();
        try
        {
            await app.Services.GetRequiredService<StoreWait>().ForAsync(token => clock.SampleAsync(token).AsTask(), cancellationToken);
            await clock.StartAsync(cancellationToken);
            await audit.StartAsync(cancellationToken);
            await logs.StartAsync(cancellationToken);
            await engine.StartAsync(cancellationToken);
            await notifications.StartAsync(cancellationToken);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            app.Logger.LogInformation("Node {Node} listens on {Addresses}", settings.NodeName, string.Join(", ", addresses));
            onListening(new Uri(addresses.First()));
            await Task.WhenAny(EndAskedForAsync(cancellationToken), engine.Ended);
            if (!cancellationToken.IsCancellationRequested && engine.Fault is { } fault)
            {
                throw new StartException(StartFailure.Store, ErrorCodes.NodeNameInUse, fault);
            }
        }
        finally
        {
            // Workers go to other nodes at once; those are answered, and relayed to, until all that is here has been handed over.
            app.Lifetime.StopApplication();
            await engine.StopAsync(CancellationToken.None);
            await notifications.StopAsync(CancellationToken.None);
            await clock.StopAsync(CancellationToken.None);
            await app.StopAsync(CancellationToken.None);
            await logs.StopAsync(CancellationToken.None);
            await audit.StopAsync(CancellationToken.None);
        }

        app.Logger.LogInformation("Node {Node} has stopped", settings.NodeName);
    }

    private static Task EndAskedForAsync(CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource();
        cancellationToken.Register(asked.SetResult);
        return asked.Task;
    }
}
