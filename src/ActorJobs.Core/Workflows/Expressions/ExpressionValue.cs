using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>
/// A JSON value that never changes. One that comes from a <see cref="JsonElement"/> stays there until an expression asks for its parts, and is written as it stood;
/// so a number of any size passes through, though calculating has the range of <see cref="decimal"/>.
/// </summary>
public readonly struct ExpressionValue : IEquatable<ExpressionValue>
{
    private static readonly UTF8Encoding Unicode = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A text, a list, a lazily made object, or the JsonElement of a number, a list or an object.
    private readonly object? _content;

    private ExpressionValue(ExpressionKind kind, object? content = null, decimal? number = null, bool truth = false) =>
        (Kind, _content, Number, Truth) = (kind, content, number, truth);

    /// <summary>No value.</summary>
    public static ExpressionValue Null => default;

    /// <summary>Its type.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Kind == ExpressionKind.Null;

    /// <summary>The items of a list, in order; none if it is no list.</summary>
    public IEnumerable<ExpressionValue> Items =>
        Kind != ExpressionKind.List ? []
        : _content is JsonElement json ? json.EnumerateArray().Select(Of)
        : (IReadOnlyList<ExpressionValue>)_content!;

    /// <summary>The names of an object's members, each once, in order; none if it is no object.</summary>
    public IEnumerable<string> Names =>
        Kind != ExpressionKind.Object ? []
        : _content is JsonElement json
            ? Sound(() => json.EnumerateObject().Select(member => member.Name).Distinct(StringComparer.Ordinal).ToList())
        : ((IExpressionObject)_content!).Names;

    /// <summary>The number that it is; null if it is none, or one that a decimal cannot hold.</summary>
    internal decimal? Number { get; }

    /// <summary>The truth value that it is.</summary>
    internal bool Truth { get; }

    /// <summary>The text that it is.</summary>
    internal string Text => (string)_content!;

    /// <summary>How many items the list has.</summary>
    internal int Count => _content is JsonElement json ? json.GetArrayLength() : ((IReadOnlyList<ExpressionValue>)_content!).Count;

    /// <summary>The type for a message: <c>a number</c>.</summary>
    internal string KindWords =>
        Kind switch
        {
            ExpressionKind.Truth => "a truth value",
            ExpressionKind.Number => "a number",
            ExpressionKind.Text => "a text",
            ExpressionKind.List => "a list",
            ExpressionKind.Object => "an object",
            _ => "null",
        };

    /// <summary>The value of a JSON element, whose document must live for as long as this value is used.</summary>
    /// <exception cref="ExpressionException">It is a text with half of a surrogate pair.</exception>
    public static ExpressionValue Of(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True => Of(true),
            JsonValueKind.False => Of(false),
            JsonValueKind.String => Made(Sound(() => json.GetString()!)),
            JsonValueKind.Number => new(ExpressionKind.Number, json, json.TryGetDecimal(out var number) ? number : null),
            JsonValueKind.Array => new(ExpressionKind.List, json),
            JsonValueKind.Object => new(ExpressionKind.Object, json),
            _ => Null,
        };

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentException">It holds half of a surrogate pair, which is no Unicode.</exception>
    public static ExpressionValue Of(string text)
    {
        _ = Unicode.GetByteCount(text);
        return Made(text);
    }

    /// <summary>A number.</summary>
    public static ExpressionValue Of(decimal number) => new(ExpressionKind.Number, number: number);

    /// <summary>A truth value.</summary>
    public static ExpressionValue Of(bool truth) => new(ExpressionKind.Truth, truth: truth);

    /// <summary>A list.</summary>
    /// <param name="items">Its items; nobody changes them afterwards.</param>
    public static ExpressionValue OfList(IReadOnlyList<ExpressionValue> items) => new(ExpressionKind.List, items);

    /// <summary>An object whose members are looked up one at a time.</summary>
    public static ExpressionValue OfObject(IExpressionObject members) => new(ExpressionKind.Object, members);

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="ExpressionException">It is a text with half of a surrogate pair.</exception>
    public static ExpressionValue FromJson(string json) => Of(JsonElement.Parse(json));

    /// <summary>Whether both are the same JSON: numbers by their size, objects whatever the order of their members.</summary>
    public static bool operator ==(ExpressionValue left, ExpressionValue right) => left.Equals(right);

    /// <summary>Whether both are different JSON.</summary>
    public static bool operator !=(ExpressionValue left, ExpressionValue right) => !left.Equals(right);

    /// <summary>The JSON text, on one line.</summary>
    /// <exception cref="ExpressionException">A text in it holds half of a surrogate pair.</exception>
    public string ToJson() => ToJson(int.MaxValue);

    /// <inheritdoc/>
    public bool Equals(ExpressionValue other) =>
        Kind == other.Kind
        && Kind switch
        {
            ExpressionKind.Truth => Truth == other.Truth,
            ExpressionKind.Number => Number == other.Number && (Number is not null || ToJson() == other.ToJson()),
            ExpressionKind.Text => Text == other.Text,
            ExpressionKind.List => Count == other.Count && Items.SequenceEqual(other.Items),
            ExpressionKind.Object => MembersEqual(other),
            _ => true,
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExpressionValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Kind switch
        {
            ExpressionKind.Truth => Truth.GetHashCode(),
            ExpressionKind.Number => Number.GetHashCode(),
            ExpressionKind.Text => Text.GetHashCode(StringComparison.Ordinal),
            ExpressionKind.List => Count,
            _ => (int)Kind,
        };

    /// <summary>The JSON text.</summary>
    public override string ToString() => ToJson();

    /// <summary>A text that is known to be Unicode, since it was made of such.</summary>
    internal static ExpressionValue Made(string text) => new(ExpressionKind.Text, text);

    /// <summary>The JSON text.</summary>
    /// <param name="mostCharacters">How long it may be.</param>
    /// <exception cref="ExpressionException">It would be longer, or a text in it holds half of a surrogate pair.</exception>
    internal string ToJson(int mostCharacters)
    {
        var value = this;
        var text = JsonText.Write(writer => value.WriteTo(writer, mostCharacters));
        return text.Length <= mostCharacters ? text : throw LargerThan(mostCharacters);
    }

    /// <summary>The text that stands for it in a longer text: itself, nothing for null, else its JSON.</summary>
    internal string ToText(int mostCharacters) =>
        Kind switch
        {
            ExpressionKind.Text => Text,
            ExpressionKind.Null => "",
            _ => ToJson(mostCharacters),
        };

    /// <summary>An item of the list; null behind its end.</summary>
    internal ExpressionValue Item(int index) =>
        index >= Count ? Null
        : _content is JsonElement json ? Of(json[index])
        : ((IReadOnlyList<ExpressionValue>)_content!)[index];

    /// <summary>A member of the object; null if it has none of that name.</summary>
    internal ExpressionValue Member(string name)
    {
        if (_content is not JsonElement json)
        {
            return ((IExpressionObject)_content!).TryFind(name, out var value) ? value : Null;
        }

        return Sound(() => json.TryGetProperty(name, out var member) ? Of(member) : Null);
    }

    /// <summary>Writes it, and stops when there are certainly more characters than allowed.</summary>
    internal void WriteTo(Utf8JsonWriter writer, int mostCharacters)
    {
        // A character is three bytes of UTF-8 at most, so this many bytes are too many characters; whoever made the writer counts them exactly.
        if (writer.BytesCommitted + writer.BytesPending > 3L * mostCharacters)
        {
            throw LargerThan(mostCharacters);
        }

        switch (Kind)
        {
            case ExpressionKind.Null:
                writer.WriteNullValue();
                break;
            case ExpressionKind.Truth:
                writer.WriteBooleanValue(Truth);
                break;
            case ExpressionKind.Text:
                writer.WriteStringValue(Text);
                break;
            case var _ when _content is JsonElement json:
                WriteSoundly(writer, json);
                break;
            case ExpressionKind.Number:
                // Without the zeros at the end that decimals carry along: 1.50 * 2 is 3.
                writer.WriteRawValue(Number!.Value.ToString("0.############################", CultureInfo.InvariantCulture));
                break;
            case ExpressionKind.List:
                WriteItems(writer, mostCharacters);
                break;
            default:
                WriteMembers(writer, mostCharacters);
                break;
        }
    }

    /// <summary>The error for a value that is larger than it may be.</summary>
    internal static ExpressionException LargerThan(int mostCharacters) =>
        new(0, $"The value is larger than the {mostCharacters} characters that it may have.");

    private static void WriteSoundly(Utf8JsonWriter writer, JsonElement json) =>
        Sound(() =>
        {
            json.WriteTo(writer);
            return true;
        });

    // JsonElement checks the escapes of texts only when it is asked for them.
    private static T Sound<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new ExpressionException(0, JsonText.BrokenUnicode);
        }
    }

    private void WriteItems(Utf8JsonWriter writer, int mostCharacters)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer, mostCharacters);
        }

        writer.WriteEndArray();
    }

    private void WriteMembers(Utf8JsonWriter writer, int mostCharacters)
    {
        writer.WriteStartObject();
        foreach (var name in Names)
        {
            writer.WritePropertyName(name);
            Member(name).WriteTo(writer, mostCharacters);
        }

        writer.WriteEndObject();
    }

    private bool MembersEqual(ExpressionValue other)
    {
        var (value, names, others) = (this, Names.ToList(), other.Names.ToHashSet(StringComparer.Ordinal));
        return names.Count == others.Count
            && names.TrueForAll(name => others.Contains(name) && value.Member(name).Equals(other.Member(name)));
    }
}
