using System.Text.Json;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>
/// JSON in whose strings expressions stand: <c>{"id": "${trigger.params.orderId}", "text": "order ${results.fetch.id}"}</c>. A string that is nothing but one expression
/// becomes its value with its type; in a longer one the value stands as text. <c>$${</c> is <c>${</c> itself. Names of members are taken as they are.
/// </summary>
public sealed class Template : IEquatable<Template>
{
    private readonly TemplateNode _root;
    private readonly string _text;

    private Template(TemplateNode root, string text)
    {
        _root = root;
        _text = text;
        References = [.. root.References];
        IsConstant = root.IsConstant;
    }

    /// <summary>What its expressions refer to, in the order in which they stand there.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>Whether there is no expression in it, so that it always gives the same.</summary>
    public bool IsConstant { get; }

    /// <summary>Reads a template; the element's document is not needed afterwards.</summary>
    /// <exception cref="ExpressionException">An expression in it is none; <see cref="ExpressionException.Path"/> names the place.</exception>
    public static Template Parse(JsonElement json) => new(TemplateNode.Read(json, "", 0), JsonText.Write(json.WriteTo));

    /// <summary>The JSON text with the values in it, on one line.</summary>
    /// <param name="scope">What the expressions speak of.</param>
    /// <param name="mostCharacters">How long the text may be.</param>
    /// <exception cref="ExpressionException">An expression has no value, or the text would be longer.</exception>
    public string Render(IExpressionScope scope, int mostCharacters)
    {
        var text = JsonText.Write(writer => _root.Write(writer, scope, mostCharacters));
        return text.Length <= mostCharacters ? text : throw ExpressionValue.LargerThan(mostCharacters);
    }

    /// <inheritdoc/>
    public bool Equals(Template? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Template);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The template as its JSON text, on one line.</summary>
    public override string ToString() => _text;
}
