namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>One of the answers that a route gives; metadata of it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The type of the body, or the name of a schema in schemas.json; null if there is no body.</param>
/// <param name="Headers">The headers that it has beside those of every answer.</param>
internal sealed record AnswerShape(int Status, SchemaSource? Body, IReadOnlyList<string> Headers);
