using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Cli.Tests;

/// <summary>What a request asked for.</summary>
internal sealed record Asked(string Call, string Body, string? Authorization);

/// <summary>A server that gives prepared answers, for what a server that is alone in a test cannot do: nodes that come and go, answers of proxies.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (int Status, string MediaType, string Body)> _answers = new();

    private FakeApi(WebApplication app) => _app = app;

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Where it serves.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts one on a free port.</summary>
    public static async Task<FakeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new FakeApi(builder.Build());
        api._app.Run(api.AnswerAsync);
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Prepares an answer.</summary>
    /// <param name="call">Method and path with query, such as <c>GET /api/v1/tokens</c>.</param>
    /// <param name="body">What it says; empty: nothing.</param>
    /// <param name="status">The status.</param>
    /// <param name="mediaType">As what.</param>
    public FakeApi On(string call, string body, int status = 200, string mediaType = "application/json")
    {
        _answers[call] = (status, mediaType, body);
        return this;
    }

    /// <summary>Runs a command line.</summary>
    public Task<PbmResult> RunAsync(params string[] arguments) => new PbmRun { Server = Address }.RunAsync(arguments);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var call = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue(new Asked(call, await reader.ReadToEndAsync(), context.Request.Headers.Authorization));
        var (status, mediaType, body) = _answers.GetValueOrDefault(call, (500, "text/plain", $"nothing was prepared for {call}"));
        context.Response.StatusCode = status;
        if (body.Length > 0)
        {
            context.Response.ContentType = mediaType;
            await context.Response.WriteAsync(body);
        }
    }
}
