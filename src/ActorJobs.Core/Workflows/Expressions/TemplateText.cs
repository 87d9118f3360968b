using System.Text;
using System.Text.Json;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A string of a template: texts and expressions in turn.</summary>
/// <param name="Path">Its place in the template.</param>
/// <param name="Parts">In order; two texts never stand side by side.</param>
internal sealed record TemplateText(string Path, IReadOnlyList<TemplatePart> Parts) : TemplateNode
{
    private const string Opening = "${";
    private const string Escaped = "$${";

    public override IEnumerable<Reference> References =>
        Parts.SelectMany(part =>
            part.Expression?.References.Select(reference => reference with { Position = reference.Position + part.Offset, Place = Path })
            ?? []
        );

    public override bool IsConstant => Parts.All(part => part.Expression is null);

    /// <summary>Reads a string.</summary>
    /// <exception cref="ExpressionException">An expression in it is none, or has no end.</exception>
    public static TemplateText Read(string text, string path)
    {
        var parts = new List<TemplatePart>();
        var plain = new StringBuilder();
        for (var index = 0; index < text.Length; )
        {
            if (Stands(Escaped, text, index))
            {
                plain.Append(Opening);
                index += Escaped.Length;
            }
            else if (Stands(Opening, text, index))
            {
                AddPlain(parts, plain);
                var start = index + Opening.Length;
                var end = End(text, start, path);
                parts.Add(new TemplatePart("", Parse(text[start..end], path, start), start));
                index = end + 1;
            }
            else
            {
                plain.Append(text[index++]);
            }
        }

        AddPlain(parts, plain);
        return new TemplateText(path, parts);
    }

    public override void Write(Utf8JsonWriter writer, IExpressionScope scope, int mostCharacters)
    {
        if (Parts is [{ Expression: not null } single])
        {
            ValueOf(single, scope, value => value.WriteTo(writer, mostCharacters));
            return;
        }

        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            text.Append(part.Plain);
            ValueOf(part, scope, value => text.Append(value.ToText(mostCharacters)));
            if (text.Length > mostCharacters)
            {
                throw ExpressionValue.LargerThan(mostCharacters).Within(Path, 0);
            }
        }

        ExpressionValue.Made(text.ToString()).WriteTo(writer, mostCharacters);
    }

    private void ValueOf(TemplatePart part, IExpressionScope scope, Action<ExpressionValue> take)
    {
        try
        {
            take(part.Expression?.Evaluate(scope) ?? ExpressionValue.Null);
        }
        catch (ExpressionException problem)
        {
            throw problem.Within(Path, part.Offset);
        }
    }

    private static Expression Parse(string text, string path, int offset)
    {
        try
        {
            return Expression.Parse(text);
        }
        catch (ExpressionException problem)
        {
            throw problem.Within(path, offset);
        }
    }

    // A '}' in a quoted text of the expression does not end it.
    private static int End(string text, int start, string path)
    {
        for (var index = start; index < text.Length; index = text[index] is '\'' or '"' ? Tokenizer.SkipQuoted(text, index) : index + 1)
        {
            if (text[index] == '}')
            {
                return index;
            }
        }

        throw new ExpressionException(
            start - 1,
            "The expression that starts here has no end; expected '}' behind it. '$${' stands for '${' itself.",
            path
        );
    }

    private static void AddPlain(List<TemplatePart> parts, StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            parts.Add(new TemplatePart(plain.ToString(), null, 0));
            plain.Clear();
        }
    }

    private static bool Stands(string mark, string text, int index) => string.CompareOrdinal(text, index, mark, 0, mark.Length) == 0;
}

/// <summary>A part of a string: a text or an expression.</summary>
/// <param name="Plain">The text; empty for an expression.</param>
/// <param name="Expression">The expression; null for a text.</param>
/// <param name="Offset">How many characters of the string stand before the expression.</param>
internal sealed record TemplatePart(string Plain, Expression? Expression, int Offset);
