using System.Text.Json;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A value inside a template.</summary>
internal abstract record TemplateNode
{
    /// <summary>What its expressions refer to.</summary>
    public abstract IEnumerable<Reference> References { get; }

    /// <summary>Whether there is no expression in it.</summary>
    public abstract bool IsConstant { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="json">The value.</param>
    /// <param name="path">Its place; empty for the template as a whole.</param>
    /// <param name="depth">How many lists and objects it stands in.</param>
    public static TemplateNode Read(JsonElement json, string path, int depth)
    {
        if (depth > ExpressionLimits.DeepestTemplate)
        {
            throw new ExpressionException(
                0,
                $"Lists and objects stand more than {ExpressionLimits.DeepestTemplate} deep in each other.",
                path
            );
        }

        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => TemplateText.Read(json.GetString()!, path),
                JsonValueKind.Array => new TemplateList([
                    .. json.EnumerateArray().Select((item, index) => Read(item, $"{path}[{index}]", depth + 1)),
                ]),
                JsonValueKind.Object => new TemplateObject([
                    .. json.EnumerateObject().Select(member => (member.Name, Read(member.Value, PathOf(path, member.Name), depth + 1))),
                ]),
                _ => new TemplateConstant(json.Clone()),
            };
        }
        catch (InvalidOperationException)
        {
            throw new ExpressionException(0, JsonText.BrokenUnicode, path);
        }
    }

    /// <summary>Writes it, and stops when there are certainly more characters than allowed.</summary>
    public abstract void Write(Utf8JsonWriter writer, IExpressionScope scope, int mostCharacters);

    private static string PathOf(string path, string name) => path.Length == 0 ? name : path + MemberTerm.Behind(name);
}

/// <summary>A number, a truth value or null.</summary>
internal sealed record TemplateConstant(JsonElement Json) : TemplateNode
{
    public override IEnumerable<Reference> References => [];

    public override bool IsConstant => true;

    public override void Write(Utf8JsonWriter writer, IExpressionScope scope, int mostCharacters) => Json.WriteTo(writer);
}

/// <summary>A list.</summary>
internal sealed record TemplateList(IReadOnlyList<TemplateNode> Items) : TemplateNode
{
    public override IEnumerable<Reference> References => Items.SelectMany(item => item.References);

    public override bool IsConstant => Items.All(item => item.IsConstant);

    public override void Write(Utf8JsonWriter writer, IExpressionScope scope, int mostCharacters)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.Write(writer, scope, mostCharacters);
        }

        writer.WriteEndArray();
    }
}

/// <summary>An object, whose names are no templates.</summary>
internal sealed record TemplateObject(IReadOnlyList<(string Name, TemplateNode Value)> Members) : TemplateNode
{
    public override IEnumerable<Reference> References => Members.SelectMany(member => member.Value.References);

    public override bool IsConstant => Members.All(member => member.Value.IsConstant);

    public override void Write(Utf8JsonWriter writer, IExpressionScope scope, int mostCharacters)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in Members)
        {
            writer.WritePropertyName(name);
            value.Write(writer, scope, mostCharacters);
        }

        writer.WriteEndObject();
    }
}
