using ActorJobs.Server.Facade.Views;

namespace ActorJobs.Server.Tests.Facade;

public class StoredJsonTests
{
    [Theory]
    [InlineData("""{"a":[1.50,"ü"]}""")]
    [InlineData("null")]
    public void Read_Json_GivesItAsItIs(string text) => StoredJson.Read(text).GetRawText().ShouldBe(text);

    [Theory]
    [InlineData("""{"a":""")]
    [InlineData("""["\ud800"]""")]
    public void Read_NoJson_GivesTheText(string text) => StoredJson.Read(text).GetString().ShouldBe(text);
}
