namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>Where a schema comes from: a type that is written as JSON, or schemas.json.</summary>
internal abstract record SchemaSource
{
    /// <summary>The type that an answer is made of.</summary>
    public sealed record OfType(Type Type) : SchemaSource;

    /// <summary>A schema that is written by hand, because what it describes is read and written field by field.</summary>
    public sealed record Named(string Name) : SchemaSource;
}
