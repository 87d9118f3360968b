using ActorJobs.Hocon.Text;

namespace ActorJobs.Hocon.Documents;

/// <summary>The tokens of a text, one after the other.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens, string source)
{
    private int _at;

    public Token Current => tokens[_at];

    public HoconOrigin Here => At(Current);

    public HoconOrigin At(Token token) => new(source, token.Line, token.Column);

    /// <summary>Gives the current token and goes on; the end stays.</summary>
    public Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }

        return token;
    }

    public void SkipWhitespace()
    {
        while (Current.Kind == TokenKind.Whitespace)
        {
            _at++;
        }
    }

    /// <summary>Skips whitespace and newlines; whether there was a newline.</summary>
    public bool SkipLines()
    {
        var seen = false;
        while (Current.Kind is TokenKind.Whitespace or TokenKind.Newline)
        {
            seen |= Current.Kind == TokenKind.Newline;
            _at++;
        }

        return seen;
    }

    public HoconException Error(string problem) => new(Here, problem);
}
