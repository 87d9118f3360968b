using System.Buffers;
using System.Globalization;
using System.Text;

namespace ActorJobs.Hocon.Text;

/// <summary>Cuts a text into tokens. Whitespace is kept, because it counts between values; comments are not.</summary>
internal sealed class Lexer(string text, string source)
{
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>All tokens, with an end at the end.</summary>
    /// <exception cref="HoconException">A string that does not end, an escape that there is not, or a character that has no meaning.</exception>
    public List<Token> Read()
    {
        while (_at < text.Length)
        {
            ReadOne();
        }

        Add(TokenKind.End, "", _at);
        return _tokens;
    }

    /// <summary>Spaces of every kind but the newline, and the byte order mark.</summary>
    public static bool IsWhitespace(char letter) =>
        letter is '\t' or '\v' or '\f' or '\r' or '\uFEFF' or (>= '\u001C' and <= '\u001F')
        || char.GetUnicodeCategory(letter)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private void ReadOne()
    {
        var start = _at;
        switch (text[_at])
        {
            case '\n':
                Add(TokenKind.Newline, "\n", start);
                _at++;
                _line++;
                _lineStart = _at;
                break;
            case '#':
            case '/' when Next(1) == '/':
                SkipComment();
                break;
            case ',':
                Single(TokenKind.Comma);
                break;
            case ':':
                Single(TokenKind.Colon);
                break;
            case '=':
                Single(TokenKind.Equals);
                break;
            case '{':
                Single(TokenKind.OpenBrace);
                break;
            case '}':
                Single(TokenKind.CloseBrace);
                break;
            case '[':
                Single(TokenKind.OpenBracket);
                break;
            case ']':
                Single(TokenKind.CloseBracket);
                break;
            case '+' when Next(1) == '=':
                Add(TokenKind.PlusEquals, "+=", start);
                _at += 2;
                break;
            case '$' when Next(1) == '{' && Next(2) == '?':
                Add(TokenKind.OptionalSubstitution, "${?", start);
                _at += 3;
                break;
            case '$' when Next(1) == '{':
                Add(TokenKind.Substitution, "${", start);
                _at += 2;
                break;
            case '"' when Next(1) == '"' && Next(2) == '"':
                ReadTripleQuoted();
                break;
            case '"':
                ReadQuoted();
                break;
            case var letter when IsWhitespace(letter):
                _at = End(_at, IsWhitespace);
                Add(TokenKind.Whitespace, text[start.._at], start);
                break;
            case var letter when Reserved.Contains(letter, StringComparison.Ordinal):
                throw Error(start, $"'{letter}' has no meaning here. Put a text that holds it into double quotes.");
            case '-' or (>= '0' and <= '9'):
                ReadNumber();
                break;
            default:
                ReadUnquoted();
                break;
        }
    }

    /// <summary>The characters of a number that are none together, such as those of a date, are text.</summary>
    private void ReadNumber()
    {
        var start = _at;
        _at = End(_at, static letter => char.IsAsciiDigit(letter) || letter is '-' or '+' or '.' or 'e' or 'E');
        if (Conversions.JsonNumber.IsMatch(text.AsSpan(start, _at - start)))
        {
            Add(TokenKind.Number, text[start.._at], start);
            return;
        }

        _at = End(start, static letter => char.IsAsciiDigit(letter) || letter is '-' or '.' or 'e' or 'E');
        Add(TokenKind.Unquoted, text[start.._at], start);
    }

    private void ReadUnquoted()
    {
        var start = _at;
        while (_at < text.Length && !EndsUnquoted(text[_at]))
        {
            _at++;
        }

        Add(TokenKind.Unquoted, text[start.._at], start);
    }

    private bool EndsUnquoted(char letter) =>
        letter == '\n' || IsWhitespace(letter) || Reserved.Contains(letter, StringComparison.Ordinal) || (letter == '/' && Next(1) == '/');

    private void ReadQuoted()
    {
        var start = _at++;
        var value = new StringBuilder();
        while (true)
        {
            switch (_at < text.Length ? text[_at] : '\n')
            {
                case '"':
                    _at++;
                    Add(TokenKind.Quoted, value.ToString(), start);
                    return;
                case '\n':
                    throw Error(
                        start,
                        "This string does not end on its line. Close it with '\"', or use '\"\"\"' on both sides of a text of several lines."
                    );
                case '\\':
                    value.Append(ReadEscape());
                    break;
                case < ' ':
                    throw Error(
                        _at,
                        $"A control character (U+{(int)text[_at]:X4}) stands in a string. Write it as \\u{(int)text[_at]:X4}."
                    );
                case var letter:
                    value.Append(letter);
                    _at++;
                    break;
            }
        }
    }

    private char ReadEscape()
    {
        var start = _at;
        _at += 2;
        switch (Next(-1))
        {
            case '"':
                return '"';
            case '\\':
                return '\\';
            case '/':
                return '/';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= text.Length && text.AsSpan(_at, 4).IndexOfAnyExcept(HexDigits) < 0:
                _at += 4;
                return (char)ushort.Parse(text.AsSpan(_at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default:
                throw Error(
                    start,
                    "There is no such escape; there are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits. Write a backslash as \\\\."
                );
        }
    }

    /// <summary>Quotes beyond three at the end belong to the text.</summary>
    private void ReadTripleQuoted()
    {
        var start = _at;
        var (line, lineStart) = (_line, _lineStart);
        var close = text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
        if (close < 0)
        {
            throw Error(start, "This text of several lines does not end. Close it with '\"\"\"'.");
        }

        var end = End(close, static letter => letter == '"');
        var value = text[(start + 3)..(end - 3)];
        _tokens.Add(new Token(TokenKind.Quoted, value, line, start - lineStart + 1));
        for (_at = start; _at < end; _at++)
        {
            if (text[_at] == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }
    }

    private void SkipComment()
    {
        var end = text.IndexOf('\n', _at);
        _at = end < 0 ? text.Length : end;
    }

    private void Single(TokenKind kind)
    {
        Add(kind, text[_at].ToString(), _at);
        _at++;
    }

    private int End(int from, Func<char, bool> belongs)
    {
        while (from < text.Length && belongs(text[from]))
        {
            from++;
        }

        return from;
    }

    private char Next(int offset) => _at + offset < text.Length ? text[_at + offset] : '\0';

    private void Add(TokenKind kind, string value, int start) => _tokens.Add(new Token(kind, value, _line, start - _lineStart + 1));

    private HoconException Error(int start, string problem) => new(new HoconOrigin(source, _line, start - _lineStart + 1), problem);
}
