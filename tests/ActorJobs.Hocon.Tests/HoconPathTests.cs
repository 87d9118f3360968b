namespace ActorJobs.Hocon.Tests;

public class HoconPathTests
{
    [Theory]
    [InlineData("a.b.c", "a.b.c")]
    [InlineData("\"a.b\".c", "\"a.b\".c")]
    [InlineData("\"a\".b-c", "a.b-c")]
    [InlineData("a.\"\"", "a.\"\"")]
    public void Parse_AndBack_GivesTheSame(string text, string expected) =>
        HoconPath.Parse(text, new HoconOrigin("test")).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a=b")]
    [InlineData("a.\"b")]
    [InlineData("a{")]
    public void Parse_OfWhatIsNoPath_IsRefusedAtItsOrigin(string text)
    {
        var origin = new HoconOrigin("test");
        Should.Throw<HoconException>(() => HoconPath.Parse(text, origin)).Origin.ShouldBe(origin);
    }

    [Fact]
    public void StartsWith_OfPaths_ComparesWholeKeys()
    {
        var path = new HoconPath(["a", "bc"]);
        path.StartsWith(new HoconPath(["a"])).ShouldBeTrue();
        path.StartsWith(path).ShouldBeTrue();
        path.StartsWith(new HoconPath(["a", "b"])).ShouldBeFalse();
        path.StartsWith(path.Child("d")).ShouldBeFalse();
    }
}
