using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>The test of the documents leaves nothing out silently, and sees an answer that is not as documented.</summary>
public class DocumentRulesTests
{
    [Theory]
    [InlineData("```json\n{}\n```")]
    [InlineData("```text\nls\n```")]
    [InlineData("```csharp\nreturn;\n```")]
    [InlineData("<!-- test: not run, it takes long -->\n```sh\nls\n```\n```json\n{}\n```")]
    [InlineData("<!-- test: perhaps -->\n```sh\nls\n```")]
    public void Parse_ABlockThatNothingRuns_IsRefused(string text) => Should.Throw<FormatException>(() => Document.Parse("a.md", text));

    [Fact]
    public void Parse_CommandsWithTheirAnswers_GivesThemInOrderWithTheirRules()
    {
        var document = Document.Parse("a.md", "Text\n\n```sh\nls\n```\n\n<!-- test: status 404 -->\n```sh\ncurl x\n```\n```json\n{}\n```");

        document.Blocks.ShouldBe([
            new("a.md:3", "sh", new BlockRule.Run(), "ls"),
            new("a.md:8", "sh", new BlockRule.Run(404), "curl x"),
            new("a.md:11", "json", new BlockRule.Run(), "{}"),
        ]);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", true)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"code":"ONE"}""", """{"code":"TWO"}""", false)]
    [InlineData("""{"items":[{"a":1}]}""", """{"items":[{"b":1},{"a":2}]}""", true)]
    [InlineData("""{"items":[{"a":1}]}""", """{"items":[]}""", false)]
    [InlineData("""{"items":[]}""", """{"items":[{"a":1}]}""", false)]
    public void Differences_OfAnAnswer_AreThoseOfNamesAndSymbols(string documented, string answer, bool same) =>
        JsonShape.Differences(JsonNode.Parse(documented), JsonNode.Parse(answer)).Any().ShouldBe(!same);
}
