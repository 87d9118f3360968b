using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorJobs.Cli.Connections;

/// <summary>Keeps the answers as they came: what is printed as JSON is what the API said, not what pbm understood.</summary>
internal sealed class Answers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Items = "items";

    private readonly List<string> _bodies = [];

    /// <summary>The last answer with a body; null if none had one.</summary>
    public string? Last => _bodies.LastOrDefault();

    /// <summary>Pages as one list.</summary>
    /// <param name="limit">How many items at most.</param>
    public string Merged(int limit)
    {
        if (_bodies is [var only] && JsonNode.Parse(only) is JsonObject page && page[Items]!.AsArray().Count <= limit)
        {
            return only;
        }

        var items = _bodies.SelectMany(body => JsonNode.Parse(body)![Items]!.AsArray()).Take(limit).Select(item => item?.DeepClone());
        return new JsonObject { [Items] = new JsonArray([.. items]) }.ToJsonString(JsonSerializerOptions.Web);
    }

    /// <summary>Answers that belong together, as one list.</summary>
    public string Each() =>
        new JsonObject { [Items] = new JsonArray([.. _bodies.Select(body => JsonNode.Parse(body))]) }.ToJsonString(
            JsonSerializerOptions.Web
        );

    /// <summary>Forgets what came so far.</summary>
    public void Forget() => _bodies.Clear();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            _bodies.Add((await response.Content.ReadAsStringAsync(cancellationToken)).TrimEnd());
        }

        return response;
    }
}
