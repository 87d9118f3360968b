namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name, an operator, or the text that a quoted one stands for.</param>
/// <param name="Position">Where it starts, from 1.</param>
/// <param name="End">Where the next could start.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, int End)
{
    /// <summary>What was found, for a message.</summary>
    public string Found =>
        Kind switch
        {
            TokenKind.End => "the end",
            TokenKind.Text => $"the text '{Text}'",
            _ => $"'{Text}'",
        };

    /// <summary>Whether it is this operator or bracket.</summary>
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

/// <summary>The kinds of pieces.</summary>
internal enum TokenKind
{
    /// <summary>Behind the last piece.</summary>
    End,

    /// <summary>A name, or a word such as <c>true</c>.</summary>
    Name,

    /// <summary>A number without a sign.</summary>
    Number,

    /// <summary>A quoted text.</summary>
    Text,

    /// <summary>An operator, a bracket, a dot or a comma.</summary>
    Symbol,
}
