using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActorJobs.Core.Secrets;

/// <summary>The places in a JSON text where <c>{"$secret":"NAME"}</c>, an object with that one member, stands for the value of a secret.</summary>
public sealed class SecretMarkers
{
    private const string Quoted = "\"$secret\"";

    /// <summary>As deep as JSON may be here; far beyond what the readers of params let through.</summary>
    private const int MostDepth = 1000;

    private readonly byte[] _json;
    private readonly List<(Range Place, string Name)> _places = [];

    private SecretMarkers(byte[] json)
    {
        _json = json;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostDepth });
        while (reader.Read())
        {
            var ahead = reader;
            if (reader.TokenType == JsonTokenType.StartObject && NameOf(ref ahead) is { } name)
            {
                _places.Add(((int)reader.TokenStartIndex..(int)ahead.BytesConsumed, name));
                reader = ahead;
            }
        }
    }

    /// <summary>The names of the secrets, each once.</summary>
    public IEnumerable<string> Names => _places.Select(static place => place.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Finds them.</summary>
    /// <param name="json">JSON as <see cref="Text.JsonText"/> writes it.</param>
    /// <returns>Null if there are none, which costs no more than a look for the word.</returns>
    public static SecretMarkers? Find(string json) =>
        json.Contains(Quoted, StringComparison.Ordinal) && new SecretMarkers(Encoding.UTF8.GetBytes(json)) is { _places.Count: > 0 } found
            ? found
            : null;

    /// <summary>The text with the values in it, each a JSON string. Markers in a value are none.</summary>
    /// <param name="values">Those of all <see cref="Names"/>.</param>
    /// <param name="mostBytes">How long the text may be, as UTF-8.</param>
    /// <returns>Null if it would be longer.</returns>
    public string? Replace(IReadOnlyDictionary<string, string> values, int mostBytes)
    {
        var encoded = values.ToDictionary(
            static value => value.Key,
            static value => JsonEncodedText.Encode(value.Value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping),
            StringComparer.Ordinal
        );
        const int quotes = 2;
        var length = _places.Aggregate(
            (long)_json.Length,
            (sum, place) => sum - place.Place.GetOffsetAndLength(_json.Length).Length + encoded[place.Name].EncodedUtf8Bytes.Length + quotes
        );
        if (length > mostBytes)
        {
            return null;
        }

        var text = new StringBuilder();
        var copied = 0;
        foreach (var (place, name) in _places)
        {
            text.Append(Encoding.UTF8.GetString(_json.AsSpan(copied..place.Start.Value)))
                .Append('"')
                .Append(encoded[name].Value)
                .Append('"');
            copied = place.End.Value;
        }

        return text.Append(Encoding.UTF8.GetString(_json.AsSpan(copied..))).ToString();
    }

    /// <summary>The name in the marker that begins here; the reader is then behind it. Null if it is another object.</summary>
    private static string? NameOf(ref Utf8JsonReader reader) =>
        reader.Read()
        && reader.TokenType == JsonTokenType.PropertyName
        && reader.ValueTextEquals("$secret"u8)
        && reader.Read()
        && reader.TokenType == JsonTokenType.String
        && reader.GetString() is { } name
        && reader.Read()
        && reader.TokenType == JsonTokenType.EndObject
            ? name
            : null;
}
