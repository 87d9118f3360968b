using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorJobs.Yaml;

namespace ActorJobs.Server.Tests.Facade.OpenApi;

/// <summary>The OpenAPI document, held against what the server really takes and answers.</summary>
internal sealed class OpenApiContract(JsonElement document)
{
    private const string Advice =
        "The OpenAPI document says otherwise; describe it where the route is mapped (Answers, Refuses, Takes, Heeds) or in schemas.json:";

    private readonly JsonSchema _schema = new(document);

    public JsonElement Document { get; } = document;

    public IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        Document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject().Select(operation => (path.Name, operation.Name.ToUpperInvariant(), operation.Value))
            );

    /// <summary>Expects an exchange to be as the document says.</summary>
    public async Task CheckAsync(string method, string path, HttpContent? request, Answer answer)
    {
        var operation = Find(method, path);
        var errors = operation is { } known ? ErrorsOf(known, answer) : ErrorsOfUnknown(answer);
        if (operation is { } taken && answer.Status < 300 && request is not null)
        {
            errors = errors.Concat(RequestErrors(taken, await JsonOf(request)));
        }

        var found = errors.ToList();
        found.Count.ShouldBe(0, $"{Advice}\n  {method} {path}: {answer.Status} {answer.Body}\n  {string.Join("\n  ", found)}");
    }

    private JsonElement? Find(string method, string path)
    {
        var plain = Uri.UnescapeDataString(path.Split('?')[0].Replace("%2F", "_", StringComparison.Ordinal));
        return Operations
            .Where(operation => operation.Method == method && Pattern(operation.Path).IsMatch(plain))
            .Select(operation => (JsonElement?)operation.Operation)
            .SingleOrDefault();
    }

    /// <summary>Routing takes the words of a path in any case, and a slash at its end.</summary>
    private static Regex Pattern(string path) =>
        new($"^{Regex.Replace(Regex.Escape(path), @"\\\{\w+}", "[^/:]+")}/?$", RegexOptions.IgnoreCase);

    private IEnumerable<string> ErrorsOf(JsonElement operation, Answer answer)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (!operation.GetProperty("responses").TryGetProperty(status, out var response))
        {
            return [$"an answer {status} is not in the document"];
        }

        var missing = response
            .GetProperty("headers")
            .EnumerateObject()
            .Where(header => header.Value.GetProperty("required").GetBoolean() && !answer.Headers.ContainsKey(header.Name))
            .Select(header => $"the header {header.Name} is missing");
        return missing.Concat(BodyErrors(response, answer));
    }

    private IEnumerable<string> BodyErrors(JsonElement response, Answer answer)
    {
        var hasContent = response.TryGetProperty("content", out var content);
        if (answer.MediaType is null || !hasContent)
        {
            return hasContent == answer.MediaType is not null ? [] : [$"it has the media type '{answer.MediaType}'"];
        }

        return content.TryGetProperty(answer.MediaType, out var media)
            ? _schema.Errors(answer.Body, media.GetProperty("schema"))
            : [$"the media type {answer.MediaType} is not in the document"];
    }

    /// <summary>What is at no path, or not by that method, is a problem all the same.</summary>
    private IEnumerable<string> ErrorsOfUnknown(Answer answer) =>
        answer["code"] is "ROUTE_NOT_FOUND" or "METHOD_NOT_ALLOWED" or "CROSS_SITE_REQUEST" or "INVALID_REQUEST"
            ? _schema.Errors(answer.Body, Document.GetProperty("components").GetProperty("schemas").GetProperty("ProblemBody"))
            : ["the route is not in the document"];

    /// <summary>The JSON of a body, which may be YAML.</summary>
    private static async Task<string> JsonOf(HttpContent request)
    {
        var body = await request.ReadAsStringAsync();
        return request.Headers.ContentType?.MediaType == "application/yaml" ? YamlText.ToJson(body) : body;
    }

    private IEnumerable<string> RequestErrors(JsonElement operation, string body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        return operation.TryGetProperty("requestBody", out var taken)
            ? _schema
                .Errors(
                    JsonElement.Parse(body.TrimStart('\uFEFF')),
                    taken.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema")
                )
                .Select(error => $"the request's {error}")
            : ["a body is not in the document"];
    }
}
