using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

/// <summary>A mistake is told with its position, what was found and what was expected.</summary>
public class ExpressionErrorTests
{
    private static readonly SomeScope Scope = new(
        """{"results":{"a":null,"n":1,"t":"x","list":[1,"b"],"big":1e30},"trigger":{"my":1},"context":{}}"""
    );

    [Theory]
    [InlineData("", 1, "Found the end; expected a value")]
    [InlineData("1 +", 4, "Found the end; expected a value")]
    [InlineData("1 2", 3, "Found '2'; expected an operator or the end")]
    [InlineData("a b", 3, "Found 'b'; expected an operator or the end")]
    [InlineData("a and b", 3, "'and' is written '&&'.")]
    [InlineData("not a", 1, "'not' is written '!'.")]
    [InlineData("a = b", 3, "Found '='; expected a value, an operator or a bracket. Equal is written '=='.")]
    [InlineData("a & b", 3, "And is written '&&'.")]
    [InlineData("${a}", 1, "${…} stands in templates only.")]
    [InlineData("a == {}", 6, "There are no objects in an expression.")]
    [InlineData("a == ‘b’", 6, "Texts are quoted with ' or \".")]
    [InlineData("'abc", 1, "has no end; expected a closing ' quote")]
    [InlineData("'a\\", 3, "Found a wrong escape")]
    [InlineData("'a\\x'", 3, "Found a wrong escape")]
    [InlineData("'a\\u12'", 3, "Found a wrong escape")]
    [InlineData("'\\uD800'", 1, "half of a surrogate pair")]
    [InlineData("'a\n'", 3, "Found a control character")]
    [InlineData("(1", 3, "Found the end; expected ')' that closes the bracket.")]
    [InlineData("[1 2]", 4, "Found '2'; expected ']' or ',' and another value.")]
    [InlineData("[1,]", 4, "Found ']'; expected a value")]
    [InlineData("a[1", 4, "expected ']' behind the index")]
    [InlineData("a.", 3, "expected a name behind '.'")]
    [InlineData("a.'b'", 3, "Found the text 'b'; expected a name behind '.'")]
    [InlineData("a.trim()", 3, "expected the function in front, such as length(x)")]
    [InlineData("true ? 1", 9, "expected ':' before the value for when the condition is false")]
    [InlineData("1 < 2 < 3", 7, "Found a second comparison '<'")]
    [InlineData("007", 1, "expected a number without a leading 0")]
    [InlineData("1e99", 1, "too large")]
    [InlineData("1e99999999999999999999", 1, "too large")]
    [InlineData("lenght('a')", 1, "There is no function 'lenght'; expected one of length, contains")]
    [InlineData("lenght('a')", 1, "Did you mean 'length'?")]
    [InlineData("1 + length()", 5, "Found 0 arguments; expected length(x).")]
    [InlineData("round(1, 2, 3)", 1, "Found 3 arguments; expected round(x, digits).")]
    [InlineData("exists(1)", 8, "exists(…) asks for a path")]
    public void Parse_AMistake_IsToldWithItsPosition(string text, int position, string message) =>
        Check(() => Expression.Parse(text), position, message);

    [Theory]
    [InlineData(
        "1 + reslts.n",
        5,
        "There is no 'reslts' here; expected one of context, results, trigger, or a text in quotes. Did you mean 'results'?"
    )]
    [InlineData("True", 1, "Did you mean 'true'?")]
    [InlineData("results.my-node", 12, "A name with a dash is written in brackets: ['my-node'].")]
    [InlineData(
        "results.a.b",
        11,
        "'results.a' is null, so there is no 'results.a.b'. exists(results.a.b) asks whether there is, and coalesce(results.a.b, …) gives"
    )]
    [InlineData("results.a['b-c']", 10, "'results.a' is null, so there is no 'results.a['b-c']'.")]
    [InlineData("first([]).b", 11, "first(…) is null, so there is no 'first(…).b'.")]
    [InlineData("results.n.b", 11, "'results.n' is a number, which has no members; expected an object or a list.")]
    [InlineData("results.list['a']", 13, "'results.list' is a list, and a text is none of its indexes")]
    [InlineData("results[0]", 8, "'results' is an object, and a number is none of its names")]
    [InlineData("results.list[-1]", 13, "-1 is no index of a list; expected a whole number from 0. last(…) gives the last item.")]
    [InlineData("results.list[0.5]", 13, "0.5 is no index of a list")]
    [InlineData("1 == 'a'", 3, "'==' has a number on its left and a text on its right; expected two values of one type, or null.")]
    [InlineData("null < 1", 6, "'<' has null on its left and a number on its right; expected two numbers or two texts.")]
    [InlineData("1 in 'a'", 3, "'in' has a number on its left and a text on its right; expected a list on its right.")]
    [InlineData("'a' + 1", 5, "text(…) makes a text and number(…) a number")]
    [InlineData("'a' * 2", 5, "'*' has a text on its left and a number on its right; expected two numbers.")]
    [InlineData("-'a'", 1, "'-' has a text behind it; expected a number.")]
    [InlineData("!results.n", 10, "'!' needs true or false, and 'results.n' is a number.")]
    [InlineData("true && 1", 9, "'&&' needs true or false, and the value is a number.")]
    [InlineData("null ? 1 : 2", 1, "The condition before '?' needs true or false, and the value is null.")]
    [InlineData("1 / results.list[0] / 0", 21, "nothing can be divided by it")]
    [InlineData("1 % 0", 3, "nothing can be divided by it")]
    [InlineData("79228162514264337593543950335 + 1", 31, "The result is too large a number")]
    [InlineData("results.big + 1", 13, "cannot be calculated with, since it is too large")]
    [InlineData(
        "upper(results.a)",
        15,
        "upper(…) cannot take 'results.a', which is null; expected a text. coalesce(results.a, …) gives another value for null."
    )]
    [InlineData("length(1)", 8, "expected a text, a list or an object")]
    [InlineData("sum(results.list)", 13, "sum(…) cannot take 'results.list', which holds a text at index 1; expected numbers.")]
    [InlineData("sum(1)", 5, "expected a list")]
    [InlineData("max([])", 5, "expected one number at least")]
    [InlineData("number('1,5')", 8, "is no number")]
    [InlineData("number(' 1')", 8, "is no number")]
    [InlineData("round(1, 29)", 10, "expected a whole number from 0 to 28")]
    [InlineData("split('a', '')", 12, "has 0 characters; expected 1 to 1000")]
    public void Evaluate_AMistake_IsToldWithItsPosition(string text, int position, string message) =>
        Check(() => Expression.Parse(text).Evaluate(Scope), position, message);

    private static void Check(Action act, int position, string message)
    {
        var problem = Should.Throw<ExpressionException>(act);

        problem.Message.ShouldStartWith($"At position {position}: ");
        problem.Message.ShouldContain(message);
        problem.Position.ShouldBe(position);
        problem.Path.ShouldBeNull();
    }
}
