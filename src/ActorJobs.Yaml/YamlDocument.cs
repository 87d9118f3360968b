using System.Text.Json.Nodes;
using ActorJobs.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ActorJobs.Yaml;

/// <summary>Reads the only document of a YAML text from its events. An alias is a copy of what its anchor names; how much all copies make together is bounded.</summary>
/// <param name="parser">At the start of the text.</param>
internal sealed class YamlDocument(IParser parser)
{
    // What a request may be long, too; nobody writes more by hand, but a few lines of aliases of aliases would.
    private const long MostCharacters = 4 * 1024 * 1024;

    // As deep as JSON is read.
    private const int Deepest = 64;

    private readonly Dictionary<AnchorName, (JsonNode? Value, long Size)> _anchors = [];
    private long _size;

    /// <exception cref="RefusalException">It is no YAML, or uses what JSON does not have.</exception>
    public JsonNode? Read()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out var end))
        {
            throw Refusal(end.Start, "The text holds nothing; expected a definition.");
        }

        parser.Consume<DocumentStart>();
        var value = ReadValue(0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            throw Refusal(second.Start, "A second document begins here; expected only one.");
        }

        return value;
    }

    /// <summary>What was found wrong at a place.</summary>
    public static RefusalException Refusal(Mark mark, string problem) =>
        new(ErrorCodes.InvalidYaml, FormattableString.Invariant($"Line {mark.Line}, column {mark.Column}: {problem}"));

    private JsonNode? ReadValue(int depth)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Copy(alias);
        }

        var start = parser.Consume<NodeEvent>();
        if (depth > Deepest)
        {
            throw Refusal(start.Start, $"Values stand in each other more than {Deepest} deep.");
        }

        var before = _size;
        var value = start switch
        {
            Scalar scalar => ReadScalar(scalar),
            MappingStart mapping => ReadMapping(mapping, depth),
            _ => ReadSequence(start, depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = (value, _size - before);
        }

        return value;
    }

    private JsonNode? Copy(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var anchored))
        {
            throw Refusal(
                alias.Start,
                $"There is no anchor '{alias.Value}' whose value ends before this alias; expected one of this document."
            );
        }

        Grow(alias, anchored.Size);
        return anchored.Value?.DeepClone();
    }

    private JsonNode? ReadScalar(Scalar scalar)
    {
        Grow(scalar, 1 + scalar.Value.Length);
        if (scalar.Style != ScalarStyle.Plain || IsText(scalar))
        {
            return JsonValue.Create(scalar.Value);
        }

        try
        {
            return PlainScalar.Read(scalar.Value);
        }
        catch (FormatException exception)
        {
            throw Refusal(scalar.Start, exception.Message);
        }
    }

    private JsonObject ReadMapping(MappingStart start, int depth)
    {
        Grow(start, 1);
        RefuseTag(start, "map");
        var value = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw Refusal(parser.Current!.Start, "The name of a field is no plain text; JSON has no others.");
            }

            Grow(key, key.Value.Length);
            if (value.ContainsKey(key.Value))
            {
                throw Refusal(key.Start, $"The field '{key.Value}' stands twice in its object.");
            }

            value.Add(key.Value, ReadValue(depth + 1));
        }

        return value;
    }

    private JsonArray ReadSequence(NodeEvent start, int depth)
    {
        Grow(start, 1);
        RefuseTag(start, "seq");
        var value = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            value.Add(ReadValue(depth + 1));
        }

        return value;
    }

    // The tag ! alone, and !!str, make a text of what has no quotes.
    private static bool IsText(Scalar scalar)
    {
        if (scalar.Tag is { IsEmpty: false, IsNonSpecific: true })
        {
            return true;
        }

        RefuseTag(scalar, "str");
        return !scalar.Tag.IsEmpty;
    }

    private static void RefuseTag(NodeEvent start, string usual)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value != $"tag:yaml.org,2002:{usual}")
        {
            throw Refusal(start.Start, $"Found the tag '{start.Tag.Value}'; JSON has no types of one's own, expected none.");
        }
    }

    private void Grow(ParsingEvent at, long size)
    {
        _size += size;
        if (_size > MostCharacters)
        {
            throw Refusal(at.Start, $"Up to here, with all aliases replaced, the text is longer than {MostCharacters} characters.");
        }
    }
}
