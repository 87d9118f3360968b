using System.Net;
using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Server.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Server.Tests.Nodes;

/// <summary>A node that others can dial; what comes for its entities is taken by the test.</summary>
internal sealed class LinkedNode : IAsyncDisposable
{
    public const string Store = "the store";

    private readonly WebApplication _app;
    private readonly NodeEndpoint _endpoint;

    private LinkedNode(WebApplication app, NodeEndpoint endpoint, ClusterNode node, LocalSessions sessions)
    {
        _app = app;
        _endpoint = endpoint;
        Node = node;
        Sessions = sessions;
    }

    public ClusterNode Node { get; }

    public LocalSessions Sessions { get; }

    /// <summary>Starts a node.</summary>
    /// <param name="receive">Takes what comes.</param>
    /// <param name="port">Where it listens; 0: anywhere.</param>
    public static async Task<LinkedNode> StartAsync(Action<EncodedDelivery> receive, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.UseWebSockets();
        NodeEndpoint? endpoint = null;
        app.Map(NodeLinkSettings.LinkPath, (HttpContext context) => endpoint!.ServeAsync(context));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var node = new ClusterNode("b", new Uri(address), Guid.NewGuid());
        var sessions = new LocalSessions(node.Name, 1);
        endpoint = new NodeEndpoint(
            node,
            new NodeIdentity(node.Name, Store),
            receive,
            sessions,
            new NodeLinkSettings(),
            NullLogger<NodeEndpoint>.Instance
        );
        return new LinkedNode(app, endpoint, node, sessions);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _endpoint.Dispose();
    }
}
