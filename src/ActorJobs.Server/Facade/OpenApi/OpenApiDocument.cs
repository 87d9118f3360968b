using System.Reflection;
using System.Text.Json.Nodes;
using ActorJobs.Core.Access;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Problems;
using ActorJobs.Server.Facade.Requests;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>The OpenAPI document, made from the routes themselves and what they say of themselves.</summary>
internal sealed class OpenApiDocument(EndpointDataSource endpoints)
{
    private const string Bearer = "bearer";
    private const string ProblemJson = "application/problem+json";

    // Made when first asked for: the endpoints are mapped by then.
    private readonly Lazy<JsonObject> _json = new(() => Make(endpoints.Endpoints.OfType<RouteEndpoint>()));

    /// <summary>The document.</summary>
    public JsonObject Json => _json.Value;

    /// <summary>A route's path as OpenAPI writes it.</summary>
    public static string PathOf(RouteEndpoint route) =>
        "/"
        + string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
                            RoutePatternLiteralPart literal => literal.Content,
                            RoutePatternSeparatorPart separator => separator.Content,
                            _ => "",
                        }
                    )
                )
            )
        );

    private static JsonObject Make(IEnumerable<RouteEndpoint> routes)
    {
        var schemas = new SchemaBook();
        var paths = new JsonObject();
        foreach (
            var path in routes
                .Where(route => route.Metadata.GetMetadata<RouteText>() is not null)
                .GroupBy(PathOf, StringComparer.Ordinal)
                .OrderBy(path => path.Key, StringComparer.Ordinal)
        )
        {
            paths[path.Key] = new JsonObject(
                path.SelectMany(route =>
                        MethodsOf(route)
                            .Select(method => KeyValuePair.Create(method.ToLowerInvariant(), (JsonNode?)Operation(route, method, schemas)))
                    )
                    .OrderBy(operation => operation.Key, StringComparer.Ordinal)
            );
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "ActorJobs",
                ["version"] = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
                ["description"] =
                    "A distributed job scheduler. Every error is a problem in the form of RFC 9457; its code is a symbol of the error catalogue.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Components,
                ["securitySchemes"] = new JsonObject
                {
                    [Bearer] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] =
                            "A token, `ajt_…`. A server that only its own machine reaches asks for none, if it is not told to.",
                    },
                },
            },
        };
    }

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private static JsonObject Operation(RouteEndpoint route, string method, SchemaBook schemas)
    {
        var text = route.Metadata.GetMetadata<RouteText>()!;
        var operation = new JsonObject
        {
            ["operationId"] = text.Id,
            ["summary"] = text.Summary,
            ["parameters"] = new JsonArray([
                .. route.RoutePattern.Parameters.Select(parameter => ParameterTexts.Of(parameter.Name, "path")),
                .. (route.Metadata.GetMetadata<QueryNames>()?.Names ?? []).Select(name => ParameterTexts.Of(name, "query")),
                .. (route.Metadata.GetMetadata<HeaderShape>()?.Names ?? []).Select(name => ParameterTexts.Of(name, "header")),
            ]),
        };
        if (route.Metadata.GetMetadata<BodyShape>() is { } body)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = body.IsRequired,
                ["content"] = new JsonObject(
                    body.MediaTypes.Select(type => KeyValuePair.Create(type, (JsonNode?)Content(schemas.Of(body.Schema), body.Example)))
                ),
            };
        }

        if (route.Metadata.GetMetadata<RouteAccess>() is RouteAccess.ByRole access)
        {
            operation["security"] = new JsonArray(new JsonObject { [Bearer] = new JsonArray() });
            operation["description"] = $"Needs the role {access.Least.Word()}.";
        }

        operation["responses"] = Responses(route, method, schemas);
        return operation;
    }

    private static JsonObject Responses(RouteEndpoint route, string method, SchemaBook schemas)
    {
        var responses = new SortedDictionary<int, JsonNode?>();
        foreach (var answers in route.Metadata.GetOrderedMetadata<AnswerShape>().GroupBy(answer => answer.Status))
        {
            var response = new JsonObject
            {
                ["description"] = Words(answers.Key),
                ["headers"] = Headers(answers.SelectMany(answer => answer.Headers).Distinct(StringComparer.Ordinal)),
            };
            if (answers.Select(answer => answer.Body).OfType<SchemaSource>().Select(schemas.Of).ToList() is { Count: > 0 } bodies)
            {
                var schema = bodies.Count == 1 ? bodies[0] : new JsonObject { ["anyOf"] = new JsonArray([.. bodies]) };
                response["content"] = new JsonObject { ["application/json"] = Content(schema, null) };
            }

            responses[answers.Key] = response;
        }

        foreach (var errors in OperationErrors.Of(route, method))
        {
            responses.TryAdd(errors.Key, Problem(errors.Key, [.. errors], schemas));
        }

        return new JsonObject(responses.Select(response => KeyValuePair.Create($"{response.Key}", response.Value)));
    }

    private static JsonObject Problem(int status, IReadOnlyList<string> codes, SchemaBook schemas)
    {
        string[] headers = status switch
        {
            StatusCodes.Status401Unauthorized => [HeaderNames.WWWAuthenticate],
            StatusCodes.Status412PreconditionFailed => [HeaderNames.ETag + RouteDescriptions.Perhaps],
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable =>
            [
                HeaderNames.RetryAfter + RouteDescriptions.Perhaps,
            ],
            _ => [],
        };
        var schema = new JsonObject
        {
            ["allOf"] = new JsonArray(
                schemas.Of(ProblemAnswer.BodyType),
                new JsonObject
                {
                    ["properties"] = new JsonObject
                    {
                        ["code"] = new JsonObject { ["enum"] = new JsonArray([.. codes.Select(code => (JsonNode)code)]) },
                    },
                }
            ),
        };
        return new JsonObject
        {
            ["description"] = string.Join(", ", codes.Select(code => $"`{code}`")),
            ["headers"] = Headers(headers),
            ["content"] = new JsonObject { [ProblemJson] = new JsonObject { ["schema"] = schema } },
        };
    }

    private static JsonObject Headers(IEnumerable<string> names) =>
        new(names.Append(ProblemMiddleware.TraceIdHeader).Select(name => KeyValuePair.Create(name.TrimEnd('?'), (JsonNode?)Header(name))));

    private static JsonObject Header(string name) =>
        new()
        {
            ["required"] = !name.EndsWith(RouteDescriptions.Perhaps, StringComparison.Ordinal),
            ["schema"] = new JsonObject { ["type"] = "string" },
        };

    private static JsonObject Content(JsonNode schema, string? example)
    {
        var content = new JsonObject { ["schema"] = schema };
        if (example is not null)
        {
            content["example"] = JsonNode.Parse(example);
        }

        return content;
    }

    private static string Words(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
