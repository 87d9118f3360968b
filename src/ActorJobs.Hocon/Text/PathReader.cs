using System.Text;

namespace ActorJobs.Hocon.Text;

/// <summary>Makes a path of the tokens of a key or of a substitution.</summary>
internal static class PathReader
{
    /// <summary>Reads a text that is nothing but a path.</summary>
    public static HoconPath Read(string text, HoconOrigin origin)
    {
        try
        {
            var tokens = new Lexer(text, origin.Source).Read();
            return
                tokens.Find(static token => !token.IsScalar && token.Kind is not (TokenKind.Whitespace or TokenKind.End))
                    is { Kind: not TokenKind.End } other
                ? throw new HoconException(origin, $"'{text}' is no path: {other.Words} stands in it.")
                : Read(tokens[..^1], origin);
        }
        catch (HoconException error) when (error.Origin != origin)
        {
            throw new HoconException(origin, $"'{text}' is no path: {error.Problem}", error);
        }
    }

    /// <summary>Reads tokens that are scalars or whitespace. A point outside of quotes separates; whitespace at both ends does not count.</summary>
    /// <exception cref="HoconException">There is no key, or an empty one without quotes.</exception>
    public static HoconPath Read(IReadOnlyList<Token> tokens, HoconOrigin origin)
    {
        var first = tokens.TakeWhile(static token => token.Kind == TokenKind.Whitespace).Count();
        var last = tokens.Count - tokens.Reverse().TakeWhile(static token => token.Kind == TokenKind.Whitespace).Count();
        if (first >= last)
        {
            throw new HoconException(origin, "A key is missing here.");
        }

        var path = HoconPath.Root;
        var element = new Element();
        for (var i = first; i < last; i++)
        {
            if (tokens[i].Kind == TokenKind.Quoted)
            {
                element.Text.Append(tokens[i].Text);
                element.HasQuotes = true;
                continue;
            }

            var parts = tokens[i].Text.Split('.');
            element.Text.Append(parts[0]);
            foreach (var part in parts.Skip(1))
            {
                path = path.Child(element.Finish(origin));
                element = new Element();
                element.Text.Append(part);
            }
        }

        return path.Child(element.Finish(origin));
    }

    private sealed class Element
    {
        public StringBuilder Text { get; } = new();

        public bool HasQuotes { get; set; }

        public string Finish(HoconOrigin origin) =>
            Text.Length > 0 || HasQuotes
                ? Text.ToString()
                : throw new HoconException(
                    origin,
                    "A path may not start or end with '.', or hold two of them side by side. Quote an empty key: \"\"."
                );
    }
}
