namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>Describes routes for the OpenAPI document, where they are mapped.</summary>
internal static class RouteDescriptions
{
    /// <summary>Behind the name of a header that not every answer has.</summary>
    public const string Perhaps = "?";

    private const string Json = "application/json";

    /// <summary>What the route is for. A route without this is missing in the document.</summary>
    /// <param name="route">Which route.</param>
    /// <param name="id">The name of the operation, unique, in camelCase.</param>
    /// <param name="summary">One sentence.</param>
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder route, string id, string summary) =>
        route.WithMetadata(new RouteText(id, summary));

    /// <summary>An answer with a body of a type.</summary>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder route,
        int status = StatusCodes.Status200OK,
        params string[] headers
    ) => route.WithMetadata(new AnswerShape(status, new SchemaSource.OfType(typeof(T)), headers));

    /// <summary>An answer with a body that is described by hand.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status, string schema, params string[] headers) =>
        route.WithMetadata(new AnswerShape(status, new SchemaSource.Named(schema), headers));

    /// <summary>An answer without a body.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder route, int status, params string[] headers) =>
        route.WithMetadata(new AnswerShape(status, null, headers));

    /// <summary>A body that must be there.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string schema, string example, params string[] mediaTypes) =>
        route.WithMetadata(new BodyShape(schema, example, IsRequired: true, [Json, .. mediaTypes]));

    /// <summary>A body that may be left out.</summary>
    public static RouteHandlerBuilder MayTake(this RouteHandlerBuilder route, string schema, string example) =>
        route.WithMetadata(new BodyShape(schema, example, IsRequired: false, [Json]));

    /// <summary>Request headers that it heeds.</summary>
    public static RouteHandlerBuilder Heeds(this RouteHandlerBuilder route, params string[] headers) =>
        route.WithMetadata(new HeaderShape(headers));

    /// <summary>Errors beside those that follow from its path, its body and its parameters.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params string[] codes) =>
        route.WithMetadata(new Refusals(codes));
}
