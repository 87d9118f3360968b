using System.Text.Json;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Tests.Workflows.Expressions;

public class ExpressionValueTests
{
    [Fact]
    public void ToJson_OfEachType_IsOneLine()
    {
        ExpressionValue.Null.ToJson().ShouldBe("null");
        ExpressionValue.Of(true).ToJson().ShouldBe("true");
        ExpressionValue.Of(1.50m).ToJson().ShouldBe("1.5");
        ExpressionValue.Of(0.0000000000000000000000000001m).ToJson().ShouldBe("0.0000000000000000000000000001");
        ExpressionValue.Of(decimal.MinValue).ToJson().ShouldBe("-79228162514264337593543950335");
        ExpressionValue.Of("ä\"<").ToJson().ShouldBe("\"ä\\\"<\"");
        ExpressionValue.OfList([ExpressionValue.Of(1), ExpressionValue.Null]).ToJson().ShouldBe("[1,null]");
        ExpressionValue.FromJson("{ \"b\" : 1.50, \"a\" : [ ] }").ToJson().ShouldBe("{\"b\":1.50,\"a\":[]}");
        ExpressionValue.OfObject(new Counted()).ToJson().ShouldBe("{\"one\":3,\"two\":3}");
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("1e2", "100", true)]
    [InlineData("1e300", "1e300", true)]
    [InlineData("1e300", "1e301", false)]
    [InlineData("1e300", "0", false)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1}", true)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":null}", false)]
    [InlineData("{\"a\":null}", "{\"b\":null}", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("{\"one\":3,\"two\":3}", null, true)]
    [InlineData("{\"one\":3,\"two\":4}", null, false)]
    [InlineData("false", "null", false)]
    public void Equals_OfValues_ComparesThemAsJson(string left, string? right, bool equal)
    {
        var (one, other) = (
            ExpressionValue.FromJson(left),
            right is null ? ExpressionValue.OfObject(new Counted()) : ExpressionValue.FromJson(right)
        );

        (one == other).ShouldBe(equal);
        (other != one).ShouldBe(!equal);
        (one.GetHashCode() == other.GetHashCode() || !equal).ShouldBeTrue();
    }

    [Fact]
    public void OfObject_APath_LooksUpItsMemberAlone()
    {
        var members = new Counted();
        var scope = new OneRoot(ExpressionValue.OfObject(members));

        Expression.Parse("root.one + 1").Evaluate(scope).ShouldBe(ExpressionValue.Of(4));
        members.LookedUp.ShouldBe(["one"]);
        Expression.Parse("keys(root)").Evaluate(scope).ToJson().ShouldBe("[\"one\",\"two\"]");
        Expression.Parse("exists(root.three) || length(root) != 2").IsTrue(scope).ShouldBeFalse();
        members.LookedUp.ShouldBe(["one", "three"]);
    }

    [Fact]
    public void Of_HalfASurrogatePair_IsRefused()
    {
        Should.Throw<ArgumentException>(() => ExpressionValue.Of("a\uD800"));
        Should.Throw<ExpressionException>(() => ExpressionValue.FromJson("\"\\uD800\""));
        Should.Throw<JsonException>(() => ExpressionValue.FromJson("{"));
    }

    [Fact]
    public void Items_AndNames_ListWhatIsThere()
    {
        ExpressionValue.FromJson("[1,\"a\"]").Items.ShouldBe([ExpressionValue.Of(1), ExpressionValue.Of("a")]);
        ExpressionValue.FromJson("{\"b\":1,\"a\":2,\"b\":3}").Names.ShouldBe(["b", "a"]);
        ExpressionValue.Of("a").Items.ShouldBeEmpty();
        ExpressionValue.Of("a").Names.ShouldBeEmpty();
    }

    private sealed class OneRoot(ExpressionValue root) : IExpressionScope
    {
        public IReadOnlyCollection<string> Roots => ["root"];

        public bool TryFind(string name, out ExpressionValue value)
        {
            value = root;
            return name == "root";
        }
    }

    private sealed class Counted : IExpressionObject
    {
        public List<string> LookedUp { get; } = [];

        public IReadOnlyCollection<string> Names => ["one", "two"];

        public bool TryFind(string name, out ExpressionValue value)
        {
            LookedUp.Add(name);
            value = ExpressionValue.Of(name.Length);
            return Names.Contains(name);
        }
    }
}
