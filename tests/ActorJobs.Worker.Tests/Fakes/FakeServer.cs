using System.Threading.Channels;
using ActorJobs.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>A server node that says what the test tells it to, on a real WebSocket on a free loopback port.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<FakeSession> _sessions = Channel.CreateUnbounded<FakeSession>();

    private FakeServer(WebApplication app) => _app = app;

    /// <summary>The server's address.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts on a free port, or on one that was used before.</summary>
    public static async Task<FakeServer> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        var server = new FakeServer(app);
        app.UseWebSockets();
        app.Map(ProtocolVersions.LinkPath, server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next session, after its Hello.</summary>
    public async Task<FakeSession> NextSessionAsync()
    {
        using var limit = new CancellationTokenSource(FakeSession.Limit);
        return await _sessions.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next session, welcomed, adopted by an owner, and with its Adopted taken.</summary>
    public async Task<FakeSession> NextAdoptedAsync(long epoch = 1, bool takesLogs = false)
    {
        var session = await NextSessionAsync();
        session.Welcome(takesLogs: takesLogs);
        session.Adopt(epoch);
        session.Adopted = (await session.ExpectAsync(message => message.Adopted)).Adopted;
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        _sessions.Writer.TryComplete();
        while (_sessions.Reader.TryRead(out var session))
        {
            session.Break();
        }
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var link = FrameLinks.OfServer(socket);
        await using var session = new FakeSession(link) { RemoteAddress = context.Connection.RemoteIpAddress!.ToString() };
        await session.ServeAsync(_sessions.Writer, context.RequestAborted);
    }
}
