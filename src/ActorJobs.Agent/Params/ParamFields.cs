using System.Globalization;
using System.Text.Json;
using ActorJobs.Errors;
using ActorJobs.Hocon.Conversions;
using ActorJobs.Worker;

namespace ActorJobs.Agent.Params;

/// <summary>The fields of the params of a run. Every reader names the field that is wrong, what was found and what was expected.</summary>
internal sealed class ParamFields
{
    private static readonly JsonElement s_nothing = JsonDocument.Parse("{}").RootElement;
    private readonly Dictionary<string, JsonElement> _fields;

    private ParamFields(Dictionary<string, JsonElement> fields) => _fields = fields;

    /// <summary>Reads params.</summary>
    /// <param name="json">The params as they came.</param>
    /// <param name="known">The fields that the processor takes.</param>
    /// <exception cref="ParamsException">They are no object, or have a field that the processor does not know.</exception>
    public static ParamFields Read(string json, IReadOnlyCollection<string> known)
    {
        var root = json.Length is 0 ? s_nothing : Parse(json);
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw new ParamsException($"The params are {KindOf(root)}; an object is expected, with some of {string.Join(", ", known)}.");
        }
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in root.EnumerateObject())
        {
            if (!known.Contains(field.Name, StringComparer.Ordinal))
            {
                var hint = NearMatches.Hint(field.Name, known);
                throw new ParamsException(
                    $"The params have a field '{field.Name}', which this processor does not know.{(hint.Length > 0 ? hint : $" It takes {string.Join(", ", known)}.")}"
                );
            }
            if (field.Value.ValueKind is not JsonValueKind.Null)
            {
                fields[field.Name] = field.Value;
            }
        }
        return new ParamFields(fields);
    }

    /// <summary>Whether the field is there.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>A text that has to be there, and not to be empty.</summary>
    public string RequiredText(string name, string expected) =>
        Text(name, "") is { Length: > 0 } text
            ? text
            : throw new ParamsException($"The field '{name}' of the params is missing; {expected} is expected.");

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) =>
        !_fields.TryGetValue(name, out var value) ? otherwise
        : value.ValueKind is JsonValueKind.String ? value.GetString()!
        : throw Wrong(name, value, "a text");

    /// <summary>A list of texts; numbers and booleans count as their texts.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        !_fields.TryGetValue(name, out var value) ? []
        : value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(IsScalar) ? [.. value.EnumerateArray().Select(TextOf)]
        : throw Wrong(name, value, "a list of texts");

    /// <summary>Names with texts; numbers and booleans count as their texts.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string name) =>
        !_fields.TryGetValue(name, out var value) ? new Dictionary<string, string>(StringComparer.Ordinal)
        : value.ValueKind is JsonValueKind.Object && value.EnumerateObject().All(field => IsScalar(field.Value))
            ? value.EnumerateObject().ToDictionary(field => field.Name, field => TextOf(field.Value), StringComparer.Ordinal)
        : throw Wrong(name, value, "an object whose values are texts");

    /// <summary>Whole numbers.</summary>
    public IReadOnlySet<int> Numbers(string name, params IReadOnlyCollection<int> otherwise) =>
        !_fields.TryGetValue(name, out var value) ? otherwise.ToHashSet()
        : value.ValueKind is JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out _))
            ? value.EnumerateArray().Select(item => item.GetInt32()).ToHashSet()
        : throw Wrong(name, value, "a list of whole numbers");

    /// <summary>A whole number within limits.</summary>
    public int Number(string name, int otherwise, int least, int most) =>
        !_fields.TryGetValue(name, out var value) ? otherwise
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
        : throw Wrong(name, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>Yes or no.</summary>
    public bool Flag(string name, bool otherwise) =>
        !_fields.TryGetValue(name, out var value) ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, value, "true or false");

    /// <summary>A span of time of more than nothing.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise) =>
        !_fields.TryGetValue(name, out var value) ? otherwise
        : value.ValueKind is JsonValueKind.String && HoconDuration.TryParse(value.GetString()!, out var span) && span > TimeSpan.Zero ? span
        : throw Wrong(name, value, HoconDuration.Expected);

    /// <summary>Any value; null if it is not there.</summary>
    public JsonElement? Value(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    /// <summary>What is thrown of a field with a wrong value.</summary>
    public static ParamsException Wrong(string name, JsonElement found, string expected) =>
        new($"The field '{name}' of the params is {Shown(found)}; {expected} is expected.");

    private static JsonElement Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException exception)
        {
            throw new ParamsException($"The params are no JSON: {exception.Message}", exception);
        }
    }

    private static bool IsScalar(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Shown(JsonElement value) =>
        IsScalar(value) && value.GetRawText() is { Length: <= 100 } text ? text : KindOf(value);

    private static string KindOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
}
