using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActorJobs.Core.Text;

/// <summary>JSON as it is stored: one line without blanks, characters beyond ASCII as they are.</summary>
public static class JsonText
{
    /// <summary>The error message for JSON that holds half of a surrogate pair.</summary>
    public const string BrokenUnicode = "A text holds half of a surrogate pair (\\uD800 to \\uDFFF alone), which is no Unicode.";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value; numbers and the order of fields stay as they were.</summary>
    /// <returns>False if a text in it holds half of a surrogate pair, which is no Unicode.</returns>
    public static bool TryWrite(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Write(element.WriteTo);
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>What kind of value a text holds; null if it is no JSON.</summary>
    public static JsonValueKind? KindOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gives out what is written.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
