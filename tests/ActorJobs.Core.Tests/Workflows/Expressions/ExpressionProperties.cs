using System.Text.Json;
using ActorJobs.Core.Workflows.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

/// <summary>What holds for every text and every expression: reading and evaluating end with a value or an <see cref="ExpressionException"/>.</summary>
public class ExpressionProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20260101, 1).WithQuietOnSuccess(true);

    private static readonly SomeScope Scope = new(
        """{"a":{"b":1,"c":"x","d-e":[1,2,"y"],"n":null},"l":[3,1.5,1e300],"t":"a,b;😀","y":true,"big":79228162514264337593543950335,"bad":"ok","in":{}}"""
    );

    private static readonly Gen<string> Leaf = Gen.Elements(
        "a",
        "a.b",
        "a['c']",
        "a['d-e']",
        "a.n",
        "a.n.x",
        "l",
        "l[0]",
        "l[9]",
        "l[2]",
        "t",
        "y",
        "big",
        "gone",
        "null",
        "true",
        "false",
        "0",
        "1",
        "2.5",
        "1e20",
        "-1",
        "''",
        "'a'",
        "\",\"",
        "'\\uD83D\\uDE00'",
        "[]",
        "[1, 2]",
        "['a', null]"
    );

    private static readonly Gen<string> Operator = Gen.Elements(
        "||",
        "&&",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "in",
        "+",
        "-",
        "*",
        "/",
        "%"
    );

    private static readonly Gen<string> FunctionName = Gen.Elements(
        "length",
        "contains",
        "startsWith",
        "endsWith",
        "lower",
        "upper",
        "trim",
        "number",
        "text",
        "exists",
        "coalesce",
        "min",
        "max",
        "abs",
        "round",
        "keys",
        "join",
        "split",
        "first",
        "last",
        "sum"
    );

    private static readonly Gen<string> Expressions = Gen.Choose(0, 6).SelectMany(OfDepth);

    // Pieces of the language in any order are mistakes that people make; any characters are those that machines make.
    private static readonly Gen<string> Pieces = Gen.OneOf(
            Leaf,
            Operator,
            FunctionName,
            Gen.Elements("(", ")", "[", "]", ".", ",", "?", ":", "!", "-", " ", "'", "\"", "\\", "${", "}", "\uD800", "٣", "1e", "e5")
        )
        .ListOf()
        .Select(string.Concat);

    private static readonly Gen<string> Mutated =
        from text in Expressions
        from at in Gen.Choose(0, text.Length)
        from length in Gen.Choose(0, Math.Min(3, text.Length - at))
        from piece in Pieces
        select text.Remove(at, length).Insert(at, piece);

    private static readonly Gen<string> AnyText = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> AllTexts = Gen.OneOf(Pieces, Mutated, AnyText, Expressions);

    [Fact]
    public void Parse_AnyText_GivesAnExpressionOrAnExpressionException() =>
        Check.One(Many, Prop.ForAll(AllTexts.ToArbitrary(), text => Outcome(text) is { Value: not null } or { Problem: not null }));

    [Fact]
    public void Evaluate_AnyExpression_GivesTheSameEachTime() =>
        Check.One(Many, Prop.ForAll(Expressions.ToArbitrary(), text => Outcome(text) == Outcome(text)));

    [Fact]
    public void Parse_ItsOwnText_GivesAnEqualExpression() =>
        Check.One(
            Many,
            Prop.ForAll(
                Expressions.ToArbitrary(),
                text =>
                    !Total(() => Expression.Parse(text), out var expression)
                    || (
                        Expression.Parse(expression!.ToString()).Equals(expression)
                        && Expression.Parse(expression.ToString()).References.SequenceEqual(expression.References)
                    )
            )
        );

    [Fact]
    public void Evaluate_InBracketsAndBlanks_GivesTheSame() =>
        Check.One(Many, Prop.ForAll(Expressions.ToArbitrary(), text => Outcome($" ( {text} )\n").Value == Outcome(text).Value));

    [Fact]
    public void Exists_AnyPath_IsNeverAnError() =>
        Check.One(
            Many,
            Prop.ForAll(
                Leaf.Zip(Expressions).ToArbitrary(),
                pair =>
                    !Total(() => Expression.Parse($"exists(a[{pair.Item1}][{pair.Item2}])"), out var expression)
                    || expression!.Evaluate(Scope).Kind == ExpressionKind.Truth
            )
        );

    [Fact]
    public void Render_AnyText_GivesTheValueOfItsExpressionOrAnExpressionException() =>
        Check.One(
            Many,
            Prop.ForAll(
                AllTexts.ToArbitrary(),
                text =>
                {
                    // What is no Unicode never gets into JSON.
                    var json = JsonSerializer.SerializeToElement(new[] { "${" + text + "}", text });
                    return !Total(() => Template.Parse(json).Render(Scope, 5000), out var rendered)
                        || (rendered!.Length <= 5000 && JsonElement.Parse(rendered).GetArrayLength() == 2);
                }
            )
        );

    [Fact]
    public void Expressions_ThatAreMade_HaveAValueOftenEnough() =>
        Expressions.Sample(2000, 2000).Count(text => Outcome(text).Value is not null).ShouldBeGreaterThan(300);

    private static Gen<string> OfDepth(int depth)
    {
        if (depth == 0)
        {
            return Leaf;
        }

        var inner = Gen.Choose(0, depth - 1).SelectMany(OfDepth);
        return Gen.OneOf(
            inner,
            from left in inner
            from symbol in Operator
            from right in inner
            select $"{left} {symbol} {right}",
            from condition in inner
            from then in inner
            from otherwise in inner
            select $"({condition} ? {then} : {otherwise})",
            from name in FunctionName
            from first in inner
            select $"{name}({first})",
            from name in FunctionName
            from first in inner
            from second in inner
            select $"{name}({first}, {second})",
            inner.Select(operand => $"!({operand})"),
            inner.Select(operand => $"-{operand}"),
            inner.Zip(inner).Select(pair => $"[{pair.Item1}, {pair.Item2}]"),
            inner.Zip(inner).Select(pair => $"({pair.Item1})[{pair.Item2}]"),
            inner.Select(target => $"({target}).b")
        );
    }

    private static string Evaluate(string text) => Expression.Parse(text).Evaluate(Scope).ToJson();

    private static (string? Value, string? Problem) Outcome(string text)
    {
        try
        {
            return (Evaluate(text), null);
        }
        catch (ExpressionException problem)
        {
            return (null, problem.Message);
        }
    }

    // False for an ExpressionException; any other exception makes the property fail.
    private static bool Total<T>(Func<T> act, out T? result)
    {
        try
        {
            result = act();
            return true;
        }
        catch (ExpressionException)
        {
            result = default;
            return false;
        }
    }
}
