using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Server.Tests.Notifications;

/// <summary>A real HTTP server that is told of things. It answers as it was told to, and then always 204.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();

    private Receiver(WebApplication app)
    {
        _app = app;
        app.Run(TakeAsync);
    }

    public string Url => $"{_app.Urls.Single()}/hook";

    /// <summary>What the next ones are answered.</summary>
    public Receiver Answers(params IEnumerable<Func<HttpContext, Task>> answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }

        return this;
    }

    public static Func<HttpContext, Task> Status(int status, string body = "", string type = "text/plain", string? location = null) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.Location = location;
            await context.Response.WriteAsync(body);
        };

    /// <summary>No answer, until the one who asks gives up.</summary>
    public static Task Hang(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);

    public static async Task<Receiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var receiver = new Receiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The next that came.</summary>
    public async Task<Received> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>How many came that nobody has looked at.</summary>
    public int Count => _received.Reader.Count;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _received.Writer.TryWrite(
            new Received(body, context.Request.Headers.ToDictionary(static header => header.Key, static header => $"{header.Value}"))
        );
        await (_answers.TryDequeue(out var answer) ? answer : Status(204))(context);
    }
}

/// <summary>A request that came.</summary>
internal sealed record Received(string Body, IReadOnlyDictionary<string, string> Headers);
