namespace ActorJobs.Hocon.Text;

internal enum TokenKind
{
    End,
    Newline,
    Whitespace,
    Comma,
    Colon,
    Equals,
    PlusEquals,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Quoted,
    Unquoted,
    Number,

    /// <summary><c>${</c>; its end is a closing brace.</summary>
    Substitution,

    /// <summary><c>${?</c>; its end is a closing brace.</summary>
    OptionalSubstitution,
}

/// <summary>A piece of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it means: of a quoted string what stands between its quotes, with escapes replaced.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column)
{
    public bool IsScalar => Kind is TokenKind.Quoted or TokenKind.Unquoted or TokenKind.Number;

    /// <summary>For messages.</summary>
    public string Words =>
        Kind switch
        {
            TokenKind.End => "the end of the text",
            TokenKind.Newline => "the end of the line",
            TokenKind.Quoted => $"\"{Text}\"",
            _ => $"'{Text}'",
        };
}
