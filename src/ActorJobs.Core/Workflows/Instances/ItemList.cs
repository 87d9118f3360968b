using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>The items that a node runs for: JSON texts. Immutable.</summary>
[JsonConverter(typeof(Form))]
public sealed class ItemList : IEquatable<ItemList>
{
    private readonly string[] _items;

    private ItemList(JsonElement list) => _items = [.. list.EnumerateArray().Select(item => item.GetRawText())];

    /// <summary>How many there are.</summary>
    public int Count => _items.Length;

    /// <summary>The JSON text of an item.</summary>
    /// <param name="index">0, 1, …</param>
    public string this[int index] => _items[index];

    /// <summary>Reads a list; null if the text is that of another JSON value.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ItemList? Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.ValueKind == JsonValueKind.Array ? new ItemList(json.RootElement) : null;
    }

    /// <inheritdoc/>
    public bool Equals(ItemList? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ItemList);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Length;

    /// <summary>The list as JSON text.</summary>
    public override string ToString() => $"[{string.Join(',', _items)}]";

    private sealed class Form : JsonConverter<ItemList>
    {
        public override ItemList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? new ItemList(json.RootElement)
                : throw new JsonException($"Found {json.RootElement.ValueKind}; expected the list of a node's items.");
        }

        public override void Write(Utf8JsonWriter writer, ItemList value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value._items)
            {
                writer.WriteRawValue(item);
            }

            writer.WriteEndArray();
        }
    }
}
