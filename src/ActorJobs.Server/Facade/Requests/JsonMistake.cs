using System.Globalization;
using System.Text;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Where a text stops being JSON, and what would have gone on. Only texts that the parser has refused come here, for the sake of whoever wrote them.</summary>
internal sealed class JsonMistake
{
    /// <summary>As deep as the parser goes.</summary>
    private const int DeepestNesting = 64;

    private readonly byte[] _json;
    private int _at;
    private string? _expected;

    private JsonMistake(ReadOnlySpan<byte> json) => _json = json.ToArray();

    private int Next => _at < _json.Length ? _json[_at] : -1;

    /// <summary>The first mistake, in words: <c>at line 2, column 11: found ','; expected a value</c>.</summary>
    /// <param name="json">UTF-8.</param>
    public static string Describe(ReadOnlySpan<byte> json)
    {
        var mistake = new JsonMistake(json);
        if (mistake.Value(0))
        {
            mistake.Blanks();
            mistake._expected = "nothing more";
        }

        return $"at {mistake.Place()}: found {mistake.Found()}; expected {mistake._expected}";
    }

    private bool Value(int depth)
    {
        Blanks();
        return Next switch
        {
            '{' or '[' when depth == DeepestNesting => Miss(
                string.Create(CultureInfo.InvariantCulture, $"at most {DeepestNesting} objects and arrays inside each other")
            ),
            '{' => Members(depth),
            '[' => Elements(depth),
            '"' => Text(),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            '-' or (>= '0' and <= '9') => Number(),
            '\'' => Miss("a value; texts stand in double quotes"),
            _ => Miss("a value"),
        };
    }

    private bool Members(int depth)
    {
        _at++;
        if (Skip('}'))
        {
            return true;
        }

        const string name = "the name of a field in double quotes";
        for (var wanted = name + ", or '}'"; ; wanted = name)
        {
            Blanks();
            if (Next != '"')
            {
                return Miss(wanted);
            }

            if (!Text() || !(Skip(':') || Miss("':' and a value")) || !Value(depth + 1))
            {
                return false;
            }

            if (Skip('}'))
            {
                return true;
            }

            if (!Skip(','))
            {
                return Miss("',' or '}'");
            }
        }
    }

    private bool Elements(int depth)
    {
        _at++;
        if (Skip(']'))
        {
            return true;
        }

        while (Value(depth + 1))
        {
            if (Skip(']'))
            {
                return true;
            }

            if (!Skip(','))
            {
                return Miss("',' or ']'");
            }
        }

        return false;
    }

    private bool Text()
    {
        for (_at++; Next != '"'; _at++)
        {
            if (Next is -1)
            {
                return Miss("'\"' at the end of the text");
            }

            if (Next is < ' ')
            {
                return Miss("no control character within a text; \\n stands for a new line, \\t for a tab");
            }

            if (Next == '\\' && !Escape())
            {
                return false;
            }
        }

        _at++;
        return true;
    }

    private bool Escape()
    {
        _at++;
        if (Next != 'u')
        {
            return Next is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' || Miss("one of \" \\ / b f n r t u after '\\'");
        }

        for (var digit = 0; digit < 4; digit++)
        {
            _at++;
            if (Next < 0 || !char.IsAsciiHexDigit((char)Next))
            {
                return Miss("four hexadecimal digits after '\\u'");
            }
        }

        return true;
    }

    private bool Word(string word)
    {
        foreach (var letter in word)
        {
            if (Next != letter)
            {
                return Miss(word);
            }

            _at++;
        }

        return true;
    }

    private bool Number()
    {
        Take('-');
        var startsWithZero = Next == '0';
        var start = _at;
        if (!Digits())
        {
            return false;
        }

        if (startsWithZero && _at > start + 1)
        {
            _at = start + 1;
            return Miss("no digit after a leading 0");
        }

        if (Take('.') && !Digits())
        {
            return false;
        }

        if (Take('e') || Take('E'))
        {
            _ = Take('+') || Take('-');
            return Digits();
        }

        return true;
    }

    private bool Digits()
    {
        var start = _at;
        while (Next is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start || Miss("a digit");
    }

    private bool Skip(char wanted)
    {
        Blanks();
        return Take(wanted);
    }

    private bool Take(char wanted)
    {
        if (Next != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Blanks()
    {
        while (Next is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private bool Miss(string expected)
    {
        _expected = expected;
        return false;
    }

    private string Place()
    {
        var before = _json.AsSpan(0, _at);
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");
    }

    private string Found()
    {
        if (Next < 0)
        {
            return "the end of the body";
        }

        Rune.DecodeFromUtf8(_json.AsSpan(_at), out var rune, out _);
        return Rune.IsControl(rune) ? $"the control character U+{rune.Value:X4}" : $"'{rune}'";
    }
}
