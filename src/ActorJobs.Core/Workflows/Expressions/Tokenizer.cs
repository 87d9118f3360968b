using System.Globalization;
using System.Text;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>Takes the text of an expression apart.</summary>
internal sealed class Tokenizer
{
    // Longer ones first, since the first that matches is taken.
    private static readonly string[] Symbols =
    [
        "||",
        "&&",
        "==",
        "!=",
        "<=",
        ">=",
        .. "<>!+-*/%?:()[].,".Select(symbol => symbol.ToString()),
    ];

    private readonly string _text;
    private int _next;

    private Tokenizer(string text) => _text = text;

    /// <summary>The pieces, the last of which is the end.</summary>
    /// <exception cref="ExpressionException">A character or a text cannot stand in an expression.</exception>
    public static List<Token> Read(string text)
    {
        var tokenizer = new Tokenizer(text);
        var tokens = new List<Token>();
        do
        {
            tokens.Add(tokenizer.Next());
        } while (tokens[^1].Kind != TokenKind.End);

        return tokens;
    }

    /// <summary>Where the quoted text ends that starts at an index: the index behind its closing quote, or the length if it has none.</summary>
    public static int SkipQuoted(string text, int start)
    {
        var index = start + 1;
        while (index < text.Length && text[index] != text[start])
        {
            index += text[index] == '\\' ? 2 : 1;
        }

        return Math.Min(index + 1, text.Length);
    }

    private Token Next()
    {
        while (_next < _text.Length && _text[_next] is ' ' or '\t' or '\r' or '\n')
        {
            _next++;
        }

        var start = _next;
        if (start == _text.Length)
        {
            return new Token(TokenKind.End, "", start + 1, start + 1);
        }

        return _text[start] switch
        {
            '\'' or '"' => Quoted(),
            >= '0' and <= '9' => Taken(TokenKind.Number, NumberEnd()),
            var first when IsName(first) && !char.IsDigit(first) => Taken(TokenKind.Name, End(start, IsName)),
            _ => Symbol(),
        };
    }

    private Token Taken(TokenKind kind, int end)
    {
        var start = _next;
        _next = end;
        return new Token(kind, _text[start..end], start + 1, end + 1);
    }

    private Token Symbol()
    {
        var symbol = Array.Find(Symbols, symbol => string.CompareOrdinal(_text, _next, symbol, 0, symbol.Length) == 0);
        return symbol is null ? throw Unknown() : Taken(TokenKind.Symbol, _next + symbol.Length);
    }

    private ExpressionException Unknown()
    {
        var found = char.IsHighSurrogate(_text[_next]) && _next + 1 < _text.Length ? _text.Substring(_next, 2) : _text[_next].ToString();
        var hint = found switch
        {
            "=" => " Equal is written '=='.",
            "&" => " And is written '&&'.",
            "|" => " Or is written '||'.",
            "$" => " ${…} stands in templates only.",
            "{" or "}" => " There are no objects in an expression.",
            "‘" or "’" or "“" or "”" or "`" => " Texts are quoted with ' or \".",
            _ => "",
        };
        return new ExpressionException(_next + 1, $"Found '{found}'; expected a value, an operator or a bracket.{hint}");
    }

    private int NumberEnd()
    {
        var end = End(_next, char.IsAsciiDigit);
        if (end + 1 < _text.Length && _text[end] == '.' && char.IsAsciiDigit(_text[end + 1]))
        {
            end = End(end + 1, char.IsAsciiDigit);
        }

        if (end < _text.Length && _text[end] is 'e' or 'E')
        {
            var digits = end + 1 < _text.Length && _text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            var exponent = End(digits, char.IsAsciiDigit);
            end = exponent > digits ? exponent : end;
        }

        return end;
    }

    private int End(int start, Func<char, bool> belongs)
    {
        while (start < _text.Length && belongs(_text[start]))
        {
            start++;
        }

        return start;
    }

    private Token Quoted()
    {
        var (start, quote) = (_next, _text[_next]);
        var text = new StringBuilder();
        for (_next++; _next < _text.Length && _text[_next] != quote; _next++)
        {
            text.Append(_text[_next] == '\\' ? Escaped() : Plain());
        }

        if (_next >= _text.Length)
        {
            throw new ExpressionException(start + 1, $"The text that starts here has no end; expected a closing {quote} quote.");
        }

        _next++;
        return new Token(TokenKind.Text, Whole(text.ToString(), start), start + 1, _next + 1);
    }

    private char Plain() =>
        _text[_next] >= ' '
            ? _text[_next]
            : throw new ExpressionException(_next + 1, @"Found a control character in a text; expected an escape such as \n or \u0007.");

    // Stands at the backslash, and leaves off at the last character of the escape.
    private char Escaped()
    {
        var start = _next++;
        var letter = _next < _text.Length ? _text[_next] : '\0';
        switch (letter)
        {
            case '\\' or '\'' or '"' or '/':
                return letter;
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when _next + 4 < _text.Length && IsHex(_text.AsSpan(_next + 1, 4), out var code):
                _next += 4;
                return (char)code;
            default:
                throw new ExpressionException(start + 1, @"Found a wrong escape; expected one of \\ \' \"" \/ \n \r \t \b \f \u0041.");
        }
    }

    private static bool IsHex(ReadOnlySpan<char> digits, out ushort code) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);

    private static string Whole(string text, int start)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                throw new ExpressionException(start + 1, "The text that starts here holds half of a surrogate pair, which is no Unicode.");
            }
        }

        return text;
    }

    /// <summary>Whether a name may hold it; a digit not as its first.</summary>
    public static bool IsName(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
