using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ActorJobs.Benchmarks.Installations;

/// <summary>The HTTP API of one app.</summary>
internal sealed class BenchmarkApi(Uri app) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = app };

    public Task<JsonNode> PutAsync(string path, object? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, body is null ? null : JsonContent.Create(body), cancellationToken);

    public Task<JsonNode> PostAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), cancellationToken);

    public Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Submits runs, 1 000 a request, four requests at a time.</summary>
    public async Task SubmitAsync(string job, int runs, CancellationToken cancellationToken)
    {
        const int batch = 1000;
        var bodies = Enumerable
            .Range(0, (runs + batch - 1) / batch)
            .Select(index => Math.Min(batch, runs - (index * batch)))
            .ToLookup(count => count)
            .ToDictionary(group => group.Key, group => BodyOf(group.Key));
        await Parallel.ForAsync(
            0,
            (runs + batch - 1) / batch,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                using var content = new ByteArrayContent(bodies[Math.Min(batch, runs - (index * batch))]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var request = new HttpRequestMessage(HttpMethod.Post, $"jobs/{job}/runs:batch") { Content = content };
                using var answer = await _http.SendAsync(request, token);
                var text = await answer.Content.ReadAsStringAsync(token);
                if (!answer.IsSuccessStatusCode || text.Contains("\"code\"", StringComparison.Ordinal))
                {
                    throw new HttpRequestException($"runs:batch answered {(int)answer.StatusCode}: {text[..Math.Min(2000, text.Length)]}");
                }
            }
        );
    }

    public void Dispose() => _http.Dispose();

    private static byte[] BodyOf(int runs) =>
        System.Text.Encoding.UTF8.GetBytes(
            $$"""{"items":[{{string.Join(',', Enumerable.Range(0, runs).Select(static number => $$$"""{"params":{"number":{{{number}}}}}"""))}}]}"""
        );

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new HttpRequestException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }
}
