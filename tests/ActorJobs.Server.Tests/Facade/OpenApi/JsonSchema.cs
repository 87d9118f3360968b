using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActorJobs.Server.Tests.Facade.OpenApi;

/// <summary>As much of JSON Schema as the document uses. A keyword that it does not know is an error, so that none goes unchecked.</summary>
/// <param name="document">What references lead into.</param>
internal sealed class JsonSchema(JsonElement document)
{
    /// <summary>What is wrong with a value.</summary>
    public IEnumerable<string> Errors(JsonElement value, JsonElement schema, string path = "$") =>
        schema.EnumerateObject().SelectMany(keyword => Errors(value, schema, keyword, path));

    private IEnumerable<string> Errors(JsonElement value, JsonElement schema, JsonProperty keyword, string path)
    {
        var (argument, kind) = (keyword.Value, value.ValueKind);
        return keyword.Name switch
        {
            "description" or "examples" => [],
            "$ref" => Errors(value, Resolve(argument.GetString()!), path),
            "allOf" => argument.EnumerateArray().SelectMany(part => Errors(value, part, path)),
            "anyOf" => Unless(argument.EnumerateArray().Any(part => !Errors(value, part, path).Any()), $"{path} is none of {argument}"),
            "type" => Unless(HasType(value, argument.GetString()!), $"{path} is {kind}, and no {argument}"),
            "format" => Unless(HasFormat(value, argument.GetString()!), $"{path} is no {argument}: {value}"),
            "enum" => Unless(
                argument.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
                $"{path} is {value}, which is none of {argument}"
            ),
            "pattern" => Unless(
                kind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, argument.GetString()!),
                $"{path} is {value}"
            ),
            "minimum" => Unless(
                kind != JsonValueKind.Number || value.GetDouble() >= argument.GetDouble(),
                $"{path} is less than {argument}"
            ),
            "maximum" => Unless(
                kind != JsonValueKind.Number || value.GetDouble() <= argument.GetDouble(),
                $"{path} is more than {argument}"
            ),
            "maxLength" => Unless(
                kind != JsonValueKind.String || value.GetString()!.Length <= argument.GetInt32(),
                $"{path} is longer than {argument}"
            ),
            "minItems" => Unless(
                kind != JsonValueKind.Array || value.GetArrayLength() >= argument.GetInt32(),
                $"{path} has less than {argument} items"
            ),
            "maxItems" => Unless(
                kind != JsonValueKind.Array || value.GetArrayLength() <= argument.GetInt32(),
                $"{path} has more than {argument} items"
            ),
            "items" => kind != JsonValueKind.Array
                ? []
                : value.EnumerateArray().SelectMany((item, index) => Errors(item, argument, $"{path}[{index}]")),
            "required" => argument.EnumerateArray().Where(name => !Has(value, name.GetString()!)).Select(name => $"{path} has no {name}"),
            "properties" => argument
                .EnumerateObject()
                .Where(property => Has(value, property.Name))
                .SelectMany(property => Errors(value.GetProperty(property.Name), property.Value, $"{path}.{property.Name}")),
            "additionalProperties" => Others(value, schema).SelectMany(other => OtherErrors(other, argument, path)),
            _ => [$"the keyword {keyword.Name} is not known to the tests"],
        };
    }

    private IEnumerable<string> OtherErrors(JsonProperty other, JsonElement schema, string path) =>
        schema.ValueKind == JsonValueKind.False
            ? [$"{path}.{other.Name} is not in the document"]
            : Errors(other.Value, schema, $"{path}.{other.Name}");

    private static IEnumerable<JsonProperty> Others(JsonElement value, JsonElement schema) =>
        value.ValueKind != JsonValueKind.Object
            ? []
            : value.EnumerateObject().Where(property => !schema.TryGetProperty("properties", out var known) || !Has(known, property.Name));

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, part) => element.GetProperty(part));

    private static bool Has(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _);

    private static bool HasType(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => false,
        };

    private static bool HasFormat(JsonElement value, string format) =>
        format switch
        {
            "date-time" => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _),
            "uuid" => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out _),
            _ => false,
        };

    private static IEnumerable<string> Unless(bool isRight, string error) => isRight ? [] : [error];
}
