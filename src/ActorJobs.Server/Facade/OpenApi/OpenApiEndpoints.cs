using ActorJobs.Core.Access;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>The OpenAPI document.</summary>
internal static class OpenApiEndpoints
{
    /// <summary>Maps <c>/openapi/v1.json</c>.</summary>
    public static void MapOpenApi(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapGet("/openapi/v1.json", (OpenApiDocument document) => FacadeJson.Answer(document.Json))
            .Describes("openApi", "This document.")
            .Needs(Role.Viewer, Reach.Anything)
            .Answers(StatusCodes.Status200OK, "AnyObject");
}
