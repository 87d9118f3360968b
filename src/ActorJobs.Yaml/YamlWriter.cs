using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ActorJobs.Yaml;

/// <summary>Writes JSON as YAML, value by value, in the order that it has.</summary>
internal sealed class YamlWriter(IEmitter emitter)
{
    public void Write(JsonElement value)
    {
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        WriteValue(value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private void WriteValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var isEmpty = !value.EnumerateObject().Any();
                emitter.Emit(new MappingStart(null, null, isImplicit: true, isEmpty ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var member in value.EnumerateObject())
                {
                    WriteText(member.Name);
                    WriteValue(member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                var style = value.GetArrayLength() == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, style));
                foreach (var item in value.EnumerateArray())
                {
                    WriteValue(item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!);
                break;
            default:
                Emit(value.GetRawText(), ScalarStyle.Plain);
                break;
        }
    }

    /// <summary>A text that would be read as something else without quotes has them; for any other the emitter chooses.</summary>
    private void WriteText(string text) => Emit(text, IsPlain(text) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted);

    /// <summary>In YAML 1.1, which others may read this with, more words are truth values than in 1.2.</summary>
    private static bool IsPlain(string text)
    {
        string[] truths = ["y", "n", "yes", "no", "on", "off"];
        try
        {
            return !text.AsSpan().ContainsAnyInRange('\0', '\u001f')
                && !truths.Contains(text, StringComparer.OrdinalIgnoreCase)
                && PlainScalar.Read(text) is JsonValue value
                && value.GetValueKind() == JsonValueKind.String;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void Emit(string text, ScalarStyle style) =>
        emitter.Emit(new Scalar(null, null, text, style, isPlainImplicit: true, isQuotedImplicit: true));
}
