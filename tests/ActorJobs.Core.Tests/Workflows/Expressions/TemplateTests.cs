using System.Text.Json;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

public class TemplateTests
{
    private static readonly SomeScope Scope = new(
        """{"a":{"id":7.50,"name":"Ann \"A\"","on":true,"none":null,"list":[1,"x"],"big":1e400},"b":"}"}"""
    );

    [Theory]
    [InlineData("\"${a.id}\"", "7.50")]
    [InlineData("\"${ a.list }\"", "[1,\"x\"]")]
    [InlineData("\"${a.none}\"", "null")]
    [InlineData("\"${a.big}\"", "1e400")]
    [InlineData("\" ${a.id}\"", "\" 7.50\"")]
    [InlineData("\"${a.name}, ${a.on}: ${a.none}${a.list}\"", "\"Ann \\\"A\\\", true: [1,\\\"x\\\"]\"")]
    [InlineData("\"${a.id + 1}${a.id}\"", "\"8.57.50\"")]
    [InlineData("\"${'}' + b}\"", "\"}}\"")]
    [InlineData("\"${'\\\\'}' + \\\"}\\\"}\"", "\"'}}\"")]
    [InlineData("\"$${a.id}\"", "\"${a.id}\"")]
    [InlineData("\"$$${a.id}\"", "\"$${a.id}\"")]
    [InlineData("\"$ { } $a $\"", "\"$ { } $a $\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("{ \"x\": [1.0, null, true, {\"${a.id}\": \"${a.id}\"}] }", "{\"x\":[1.0,null,true,{\"${a.id}\":7.50}]}")]
    public void Render_Strings_HoldTheValues(string template, string json) => Parse(template).Render(Scope, 1000).ShouldBe(json);

    [Theory]
    [InlineData("{\"a\":[1,\"$${x}\"]}", true)]
    [InlineData("{\"a\":[1,\"${x}\"]}", false)]
    public void IsConstant_WithAndWithoutExpressions_IsTold(string template, bool constant) =>
        Parse(template).IsConstant.ShouldBe(constant);

    [Theory]
    [InlineData("{\"items\":[{\"id\":\"${a.}\"}]}", "items[0].id", 5)]
    [InlineData("{\"items\":[{\"id\":\"id: ${1 +}\"}]}", "items[0].id", 10)]
    [InlineData("[\"ok\", \"x ${a\"]", "[1]", 3)]
    [InlineData("{\"a-b\":{\"c\":\"${}\"}}", "a-b.c", 3)]
    [InlineData("{\"a\":{\"b-c\":\"${'}\"}}", "a['b-c']", 1)]
    [InlineData("\"${a b}\"", "", 5)]
    public void Parse_AMistake_IsToldWithItsPlace(string template, string path, int position)
    {
        var problem = Should.Throw<ExpressionException>(() => Parse(template));

        problem.Path.ShouldBe(path);
        problem.Position.ShouldBe(position);
        problem.Message.ShouldContain(path);
    }

    [Fact]
    public void Render_AMistake_IsToldWithItsPlace()
    {
        var problem = Should.Throw<ExpressionException>(() => Parse("{\"x\":[\"to ${a.none.id}\"]}").Render(Scope, 1000));

        (problem.Path, problem.Position).ShouldBe(("x[0]", 13));
        problem.Message.ShouldStartWith("In 'x[0]' at position 13: 'a.none' is null, so there is no 'a.none.id'.");
    }

    [Fact]
    public void References_OfATemplate_NameTheirPlace() =>
        Parse("{\"x\":[\"to ${a.id} ${b}\"],\"y\":\"${a}\"}")
            .References.Select(reference => $"{reference.Place} {reference.Position} {reference}")
            .ShouldBe(["x[0] 6 a.id", "x[0] 14 b", "y 3 a"]);

    [Fact]
    public void Render_MoreCharactersThanAllowed_IsRefused()
    {
        var template = Parse("[\"${a.id}\",\"é\"]");

        template.Render(Scope, 10).ShouldBe("[7.50,\"é\"]");
        Should.Throw<ExpressionException>(() => template.Render(Scope, 9)).Message.ShouldContain("9 characters");
    }

    [Fact]
    public void Parse_HalfASurrogatePair_IsAnExpressionException() =>
        Should.Throw<ExpressionException>(() => Parse("{\"a\":[\"\\uD800\"]}")).Path.ShouldBe("a[0]");

    [Fact]
    public void Parse_TooDeepLists_AreRefused()
    {
        using var document = JsonDocument.Parse(new string('[', 70) + new string(']', 70), new JsonDocumentOptions { MaxDepth = 100 });

        Should.Throw<ExpressionException>(() => Template.Parse(document.RootElement)).Message.ShouldContain("64 deep");
    }

    private static Template Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Template.Parse(document.RootElement);
    }
}
