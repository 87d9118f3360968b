using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Core.Runs;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Facade.OpenApi;

/// <summary>The schemas of the document: those of types are read off the serializer itself, those of what is read field by field stand in schemas.json.</summary>
internal sealed class SchemaBook
{
    private const string Resource = "ActorJobs.Server.Facade.OpenApi.schemas.json";

    private readonly JsonObject _byHand = ReadByHand();
    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);

    /// <summary>Every schema that has been asked for.</summary>
    public JsonObject Components =>
        new(_components.Select(component => KeyValuePair.Create<string, JsonNode?>(component.Key, component.Value.DeepClone())));

    /// <summary>A schema, as a reference where it is a component.</summary>
    public JsonNode Of(SchemaSource source) => source is SchemaSource.OfType type ? Of(type.Type) : Of(((SchemaSource.Named)source).Name);

    /// <summary>A schema that is written by hand, with all that it refers to.</summary>
    /// <exception cref="InvalidOperationException">schemas.json has none of that name.</exception>
    public JsonNode Of(string name)
    {
        if (!_components.ContainsKey(name))
        {
            var schema = _byHand[name] ?? throw new InvalidOperationException($"schemas.json has no schema {name}.");
            _components.Add(name, schema.DeepClone());
            foreach (var other in ReferencesIn(schema))
            {
                Of(other);
            }
        }

        return Reference(name);
    }

    /// <summary>The schema of what the serializer makes of a type.</summary>
    public JsonNode Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple(type) is { } simple)
        {
            return simple;
        }

        var info = FacadeJson.Options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            return new JsonObject { ["type"] = "array", ["items"] = Of(info.ElementType!) };
        }

        if (info.Kind == JsonTypeInfoKind.Dictionary)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(info.ElementType!) };
        }

        var name = NameOf(type);
        if (!_components.ContainsKey(name))
        {
            var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
            _components.Add(name, schema);
            schema["properties"] = new JsonObject(
                info.Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Of(property.PropertyType)))
            );
            schema["required"] = new JsonArray([.. info.Properties.Where(IsAlwaysThere).Select(property => (JsonNode)property.Name)]);
        }

        return Reference(name);
    }

    private static JsonObject? Simple(Type type) =>
        type switch
        {
            _ when type == typeof(string) => Typed("string"),
            _ when type == typeof(bool) => Typed("boolean"),
            _ when type == typeof(int) || type == typeof(long) => Typed("integer"),
            _ when type == typeof(Instant) => Typed("string", "date-time"),
            _ when type == typeof(RunId) => Typed("string", "uuid"),
            _ when type == typeof(Duration) => new JsonObject { ["type"] = "string", ["examples"] = new JsonArray("10s") },
            _ when type == typeof(JsonElement) || type == typeof(JsonNode) => new JsonObject { ["description"] = "Any JSON." },
            { IsEnum: true } => new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([
                    .. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, FacadeJson.Options)),
                ]),
            },
            _ => null,
        };

    // What is null is left out.
    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsGetNullable;

    private static JsonObject Typed(string type, string? format = null) =>
        format is null ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["format"] = format };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static string NameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        var plain = name.EndsWith("View", StringComparison.Ordinal) ? name[..^4] : name;
        return plain + string.Concat(type.GetGenericArguments().Select(argument => $"Of{NameOf(argument)}"));
    }

    private static IEnumerable<string> ReferencesIn(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(member =>
                member.Key == "$ref" ? [((string)member.Value!).Split('/')[^1]] : ReferencesIn(member.Value)
            ),
            JsonArray several => several.SelectMany(ReferencesIn),
            _ => [],
        };

    private static JsonObject ReadByHand()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
