using System.Text.Json;
using ActorJobs.Core.Secrets;

namespace ActorJobs.Core.Tests.Secrets;

public class SecretMarkersTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["a"] = "plain",
        ["b"] = "with \"quotes\", \\ and ä\n",
        ["c"] = """{"$secret":"a"}""",
    };

    [Theory]
    [InlineData("""{"$secret":"a"}""", "\"plain\"")]
    [InlineData("""{"deep":[1,{"x":{"$secret":"a"}},{"$secret":"a"}],"n":1.50}""", """{"deep":[1,{"x":"plain"},"plain"],"n":1.50}""")]
    [InlineData("""{"é":{"$secret":"a"},"ü":"${x}"}""", """{"é":"plain","ü":"${x}"}""")]
    public void Replace_OfMarkers_PutsValuesInAndLeavesTheRest(string json, string expected) =>
        SecretMarkers.Find(json).ShouldNotBeNull().Replace(Values, 1000).ShouldBe(expected);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"$secrets":"a"}""")]
    [InlineData("""{"$secret":"a","more":1}""")]
    [InlineData("""{"more":1,"$secret":"a"}""")]
    [InlineData("""{"$secret":7}""")]
    [InlineData("""{"$secret":{"x":1}}""")]
    [InlineData("""["$secret","a"]""")]
    public void Find_OfOtherObjects_FindsNothing(string json) => SecretMarkers.Find(json).ShouldBeNull();

    [Fact]
    public void Replace_OfAValueWithQuotes_IsThatValueAgainWhenRead()
    {
        var text = SecretMarkers.Find("""[{"$secret":"b"}]""").ShouldNotBeNull().Replace(Values, 1000).ShouldNotBeNull();

        using var read = JsonDocument.Parse(text);
        read.RootElement[0].GetString().ShouldBe(Values["b"]);
    }

    [Fact]
    public void Replace_OfAValueThatLooksLikeAMarker_IsNotReplacedAgain()
    {
        var text = SecretMarkers.Find("""[{"$secret":"c"}]""").ShouldNotBeNull().Replace(Values, 1000).ShouldNotBeNull();

        using var read = JsonDocument.Parse(text);
        read.RootElement[0].GetString().ShouldBe(Values["c"]);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(8, false)]
    public void Replace_ThatWouldBeTooLong_GivesNothing(int mostBytes, bool fits) =>
        (SecretMarkers.Find("""[{"$secret":"a"}]""").ShouldNotBeNull().Replace(Values, mostBytes) is not null).ShouldBe(fits);

    [Fact]
    public void Names_OfSeveralMarkers_AreThereOnceEach() =>
        SecretMarkers.Find("""[{"$secret":"a"},{"$secret":"b"},{"$secret":"a"}]""").ShouldNotBeNull().Names.ShouldBe(["a", "b"]);
}
