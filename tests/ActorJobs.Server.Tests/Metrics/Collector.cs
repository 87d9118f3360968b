using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Server.Tests.Metrics;

/// <summary>A collector that takes metrics by OTLP over HTTP, and reads as much of the messages as the tests need.</summary>
/// <remarks>https://github.com/open-telemetry/opentelemetry-proto, metrics/v1: resource_metrics (1) has a resource (1) and scope_metrics (2); those have metrics (2);
/// those have a name (1). A resource has attributes (1) with a key (1) and a value (2), which may be a text (1).</remarks>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _received = new();
    private readonly WebApplication _app;

    public Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/metrics", TakeAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>The names of all metrics that came.</summary>
    public IReadOnlySet<string> Names => Texts(1, 2, 2, 1);

    /// <summary>The texts of all attributes of their sender.</summary>
    public IReadOnlySet<string> Sender => Texts(1, 1, 1, 2, 1);

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (request.ContentType != "application/x-protobuf")
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _received.Enqueue(body.ToArray());
        return Results.Bytes([], "application/x-protobuf");
    }

    private HashSet<string> Texts(params int[] path) =>
        _received
            .SelectMany(message => path.Aggregate<int, IEnumerable<ByteString>>([ByteString.CopyFrom(message)], Descend))
            .Select(bytes => bytes.ToStringUtf8())
            .ToHashSet();

    private static IEnumerable<ByteString> Descend(IEnumerable<ByteString> messages, int field) =>
        messages.SelectMany(message => Fields(message, field));

    private static List<ByteString> Fields(ByteString message, int field)
    {
        var found = new List<ByteString>();
        var input = message.CreateCodedInput();
        while (input.ReadTag() is > 0 and var tag)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited))
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
