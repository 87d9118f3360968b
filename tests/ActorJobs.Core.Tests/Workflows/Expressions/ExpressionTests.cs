using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

public class ExpressionTests
{
    private const string Given = """
        {
          "results": { "fetch": { "total": 120.50, "items": [{ "id": 7 }, { "id": 8 }], "a-b": "dash", "none": null, "name": "Ann" },
                       "big": 12345678901234567890123456789012345, "tiny": 1.10, "broken": "\uD800", "deep": { "broken": ["\uDC00"] } },
          "trigger": { "params": { "vip": true, "in": 1, "tags": ["a", "b"] } },
          "context": {}
        }
        """;

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("7 % 4 * 2", "6")]
    [InlineData("-2 - -3", "1")]
    [InlineData("- -2", "2")]
    [InlineData("-0", "0")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1.50 * 2", "3")]
    [InlineData("1e3 + 1.5E-1", "1000.15")]
    [InlineData("1e-99999999999999999999", "0")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2 && 1 != 2", "true")]
    [InlineData("1.0 == 1.00", "true")]
    [InlineData("'a' < 'b' && 'B' < 'a'", "true")]
    [InlineData("true || false && false", "true")]
    [InlineData("(true || false) && false", "false")]
    [InlineData("!true == false", "true")]
    [InlineData("!1 == 2", "true")]
    [InlineData("false == !true", "true")]
    [InlineData("!!true", "true")]
    [InlineData("!2 in [1, 3]", "true")]
    [InlineData("true ? 1 : false ? 2 : 3", "1")]
    [InlineData("false ? 1 : false ? 2 : 3", "3")]
    [InlineData("true ? false ? 1 : 2 : 3", "2")]
    [InlineData("1 == 1 ? 'y' : 'n'", "\"y\"")]
    [InlineData("'a' + \"b\"", "\"ab\"")]
    [InlineData(@"'it\'s \u0041\n\\\/'", "\"it's A\\n\\\\/\"")]
    [InlineData("'😀' + '\\uD83D\\uDE00'", "\"\\uD83D\\uDE00\\uD83D\\uDE00\"")]
    [InlineData("[1, 'a', [true, null]]", "[1,\"a\",[true,null]]")]
    [InlineData("[]", "[]")]
    [InlineData("2 in [1, 2]", "true")]
    [InlineData("'2' in [1, 2]", "false")]
    [InlineData("[1, [2]] == [1, [2.0]]", "true")]
    [InlineData("null == null && 1 != null && null != 'a'", "true")]
    [InlineData(" \t\n\r 1 ", "1")]
    public void Evaluate_Operators_GiveTheirValue(string text, string json) => Value(text).ShouldBe(json);

    [Theory]
    [InlineData("results.fetch.total", "120.50")]
    [InlineData("results.fetch.total + 0", "120.5")]
    [InlineData("results['fetch']['a-b']", "\"dash\"")]
    [InlineData("results.fetch.items[1].id", "8")]
    [InlineData("results.fetch.items[trigger.params['in']]", "{\"id\":8}")]
    [InlineData("results.fetch.items[9]", "null")]
    [InlineData("results.fetch.missing", "null")]
    [InlineData("results.fetch.none", "null")]
    [InlineData("trigger.params.in", "1")]
    [InlineData("results.big", "12345678901234567890123456789012345")]
    [InlineData("results.big == results.big", "true")]
    [InlineData("results.big == 1", "false")]
    [InlineData("context", "{}")]
    [InlineData("results.fetch == results.fetch", "true")]
    [InlineData("results.fetch == context", "false")]
    [InlineData("[1, 2][0]", "1")]
    [InlineData("first(results.fetch.items).id", "7")]
    public void Evaluate_Paths_LeadToTheirValue(string text, string json) => Value(text).ShouldBe(json);

    [Theory]
    [InlineData("false && 1 / 0 == 1", "false")]
    [InlineData("true || missing.root", "true")]
    [InlineData("true ? 1 : 1 / 0", "1")]
    [InlineData("coalesce(1, 1 / 0)", "1")]
    [InlineData("exists(results.gone) && results.gone.total > 1", "false")]
    public void Evaluate_WhatIsNotNeeded_IsNotEvaluated(string text, string json) => Value(text).ShouldBe(json);

    [Theory]
    [InlineData("trigger.params.vip", true)]
    [InlineData("results.fetch.total > 1000", false)]
    public void IsTrue_ATruthValue_IsGiven(string text, bool truth) => Expression.Parse(text).IsTrue(new SomeScope(Given)).ShouldBe(truth);

    [Theory]
    [InlineData("results.fetch.total")]
    [InlineData("null")]
    [InlineData("'true'")]
    public void IsTrue_AnythingElse_IsRefused(string text) =>
        Should
            .Throw<ExpressionException>(() => Expression.Parse(text).IsTrue(new SomeScope(Given)))
            .Message.ShouldContain("needs true or false");

    [Fact]
    public void References_OfPaths_GoAsFarAsNamesAreCertain()
    {
        var expression = Expression.Parse(
            "results.fetch.items[0].id + results['a-b'].c + x[y.z].w + first(q) + results.a[true ? 'b' : 'c'].d"
        );

        expression
            .References.Select(reference => $"{reference.Position} {reference}")
            .ShouldBe(["1 results.fetch.items", "29 results['a-b'].c", "48 x", "50 y.z", "65 q", "70 results.a"]);
        expression.References[1].Path.ShouldBe(["results", "a-b", "c"]);
    }

    [Fact]
    public void Equals_OfExpressions_ComparesTheirTexts()
    {
        Expression.Parse("1 + 1").ShouldBe(Expression.Parse("1 + 1"));
        Expression.Parse("1 + 1").ShouldNotBe(Expression.Parse("1 + 2"));
        Expression.Parse("1 + 1").ToString().ShouldBe("1 + 1");
    }

    [Theory]
    [InlineData("results.broken")]
    [InlineData("text(results)")]
    [InlineData("results.deep.broken[0]")]
    [InlineData("length(join(results.deep.broken, ''))")]
    public void Evaluate_HalfASurrogatePair_IsAnExpressionException(string text) =>
        Should.Throw<ExpressionException>(() => Value(text)).Message.ShouldContain("surrogate");

    private static string Value(string text) => Expression.Parse(text).Evaluate(new SomeScope(Given)).ToJson();
}
