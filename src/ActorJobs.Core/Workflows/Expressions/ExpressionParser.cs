using System.Globalization;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>Makes terms of the text of an expression, by recursive descent: a method a level of precedence, the loosest first.</summary>
internal sealed class ExpressionParser
{
    private const string Value =
        "expected a value: a path such as results.fetch.total, a number, a text in quotes, true, false, null, a list or a function";

    // What those who come from other languages write, and what it is here.
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["and"] = "&&",
        ["or"] = "||",
        ["not"] = "!",
        ["is"] = "==",
    };

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[] Sums = ["+", "-"];
    private static readonly string[] Products = ["*", "/", "%"];

    private readonly List<Token> _tokens;
    private readonly List<Reference> _references = [];
    private int _next;
    private int _depth;

    private ExpressionParser(List<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_next];

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="ExpressionException">It is no expression.</exception>
    public static (Term Term, IReadOnlyList<Reference> References) Parse(string text)
    {
        if (text.Length > ExpressionLimits.LongestExpression)
        {
            throw new ExpressionException(
                0,
                $"The expression has {text.Length} characters; expected {ExpressionLimits.LongestExpression} at most."
            );
        }

        var parser = new ExpressionParser(Tokenizer.Read(text));
        var term = parser.Choice();
        return parser.Current.Kind == TokenKind.End
            ? (term, [.. parser._references.OrderBy(reference => reference.Position)])
            : throw parser.Unexpected("expected an operator or the end");
    }

    private Term Choice()
    {
        var condition = Or();
        var position = Current.Position;
        if (!Skip("?"))
        {
            return condition;
        }

        return Nested(() =>
        {
            var then = Choice();
            Expect(":", "before the value for when the condition is false");
            return new ChoiceTerm(position, condition, then, Choice());
        });
    }

    private Term Or() => Logic("||", And);

    private Term And() => Logic("&&", Not);

    private Term Logic(string symbol, Func<Term> operand)
    {
        var left = operand();
        for (var position = Current.Position; Skip(symbol); position = Current.Position)
        {
            left = new LogicTerm(position, symbol, left, operand());
        }

        return left;
    }

    private Term Not()
    {
        var position = Current.Position;
        return Skip("!") ? Nested(() => new NotTerm(position, Not())) : Comparison();
    }

    // Comparisons do not chain: a < b < c would compare a truth value.
    private Term Comparison()
    {
        var left = Sum();
        if (Take(Comparisons) is not { } operation)
        {
            return left;
        }

        var term = new OperationTerm(operation.Position, operation.Text, left, Sum());
        return Take(Comparisons) is not { } second
            ? term
            : throw new ExpressionException(
                second.Position,
                $"Found a second comparison {second.Found}; expected two comparisons with '&&' between them, or brackets."
            );
    }

    private Term Sum() => Operation(Sums, Product);

    private Term Product() => Operation(Products, Signed);

    private Term Operation(string[] symbols, Func<Term> operand)
    {
        var left = operand();
        while (Take(symbols) is { } operation)
        {
            left = new OperationTerm(operation.Position, operation.Text, left, operand());
        }

        return left;
    }

    // A '!' that stands behind an operator holds for the next value alone.
    private Term Signed()
    {
        var position = Current.Position;
        return Skip("-") ? Nested(() => new NegativeTerm(position, Signed()))
            : Skip("!") ? Nested(() => new NotTerm(position, Signed()))
            : Members();
    }

    private Term Members()
    {
        var start = Current;
        var term = Primary();
        while (true)
        {
            var position = Current.Position;
            if (Skip("."))
            {
                term = new MemberTerm(Current.Position, term, Name());
            }
            else if (Skip("["))
            {
                var (target, key) = (term, Nested(Choice));
                Expect("]", "behind the index");
                term = new MemberTerm(position, target, key);
            }
            else
            {
                break;
            }
        }

        if (start.Kind == TokenKind.Name && term is PathTerm path && path.CertainNames.ToArray() is { Length: > 0 } names)
        {
            _references.Add(new Reference(names, start.Position));
        }

        return term;
    }

    private LiteralTerm Name()
    {
        var name = Current;
        if (name.Kind != TokenKind.Name)
        {
            throw Unexpected("expected a name behind '.', or a name in brackets such as ['a-b']");
        }

        _next++;
        return !Current.Is("(")
            ? new LiteralTerm(name.Position, ExpressionValue.Made(name.Text))
            : throw new ExpressionException(
                name.Position,
                $"Found a call of '{name.Text}' behind '.'; expected the function in front, such as length(x)."
            );
    }

    private Term Primary()
    {
        var token = Current;
        _next++;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new LiteralTerm(token.Position, ExpressionValue.Of(Number(token)));
            case TokenKind.Text:
                return new LiteralTerm(token.Position, ExpressionValue.Made(token.Text));
            case TokenKind.Name when Current.Is("("):
                return Function.Of(token, Series("(", ")"));
            case TokenKind.Name:
                return Word(token);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Nested(Choice);
                Expect(")", "that closes the bracket");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                _next--;
                return new ListTerm(token.Position, Series("[", "]"));
            default:
                _next--;
                throw Unexpected(Value);
        }
    }

    private Term Word(Token name) =>
        name.Text switch
        {
            "true" => new LiteralTerm(name.Position, ExpressionValue.Of(true)),
            "false" => new LiteralTerm(name.Position, ExpressionValue.Of(false)),
            "null" => new LiteralTerm(name.Position, ExpressionValue.Null),
            _ when Foreign.ContainsKey(name.Text) || name.Text == "in" => throw Unexpected(Value, name),
            _ => new RootTerm(name.Position, name.Text, DashAdvice(name)),
        };

    // results.my-node is a subtraction, which is hardly what was meant if nothing stands around the dash.
    private string DashAdvice(Token name)
    {
        var index = _next - 1;
        return
            index >= 2
            && _tokens[index - 1].Is("-")
            && _tokens[index - 1].End == name.Position
            && _tokens[index - 2] is { Kind: TokenKind.Name } before
            && before.End == _tokens[index - 1].Position
            ? $" A name with a dash is written in brackets: ['{before.Text}-{name.Text}']."
            : "";
    }

    private static decimal Number(Token token)
    {
        if (token.Text.Length > 1 && token.Text[0] == '0' && char.IsAsciiDigit(token.Text[1]))
        {
            throw new ExpressionException(token.Position, $"Found {token.Found}; expected a number without a leading 0.");
        }

        return ExactNumber.Of(
            token.Position,
            () => decimal.Parse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture)
        );
    }

    // Terms with commas between them, in brackets.
    private List<Term> Series(string open, string close)
    {
        Expect(open, "");
        var terms = new List<Term>();
        if (Skip(close))
        {
            return terms;
        }

        do
        {
            terms.Add(Nested(Choice));
        } while (Skip(","));
        Expect(close, "or ',' and another value");
        return terms;
    }

    private T Nested<T>(Func<T> read)
    {
        if (++_depth > ExpressionLimits.DeepestNesting)
        {
            throw new ExpressionException(
                Current.Position,
                $"Brackets, branches and signs stand more than {ExpressionLimits.DeepestNesting} deep in each other."
            );
        }

        var result = read();
        _depth--;
        return result;
    }

    private Token? Take(string[] operators)
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Symbol or TokenKind.Name) || !operators.Contains(token.Text, StringComparer.Ordinal))
        {
            return null;
        }

        _next++;
        return token;
    }

    private bool Skip(string symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string symbol, string where)
    {
        if (!Skip(symbol))
        {
            throw Unexpected($"expected '{symbol}' {where}");
        }
    }

    private ExpressionException Unexpected(string expected) => Unexpected(expected, Current);

    private static ExpressionException Unexpected(string expected, Token token)
    {
        var hint =
            token.Kind == TokenKind.Name && Foreign.TryGetValue(token.Text, out var ours) ? $" '{token.Text}' is written '{ours}'." : "";
        return new(token.Position, $"Found {token.Found}; {expected}.{hint}");
    }
}
