using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>The test of the documents leaves nothing out silently, and sees an answer that is not as documented.</summary>
public sealed partial class DocumentRulesTests
{
    [Theory]
    [InlineData("```json\n{}\n```")]
    [InlineData("```text\nls\n```")]
    [InlineData("```csharp\nreturn;\n```")]
    [InlineData("<!-- test: not run, it takes long -->\n```sh\nls\n```\n```json\n{}\n```")]
    [InlineData("<!-- test: perhaps -->\n```sh\nls\n```")]
    [InlineData("<!-- test: a frame of a friend -->\n```json\n{}\n```")]
    [InlineData("<!-- test: a frame of a worker -->\n```text\n{}\n```")]
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

    [Fact]
    public void Commands_OfEveryDocument_AreRun()
    {
        Document
            .All()
            .Where(path => !Document.WithCommands.Contains(path))
            .SelectMany(path => Document.Read(path).Blocks)
            .Where(block => block.Rule is not (BlockRule.Frame or BlockRule.PartOf) && block.Language != Document.Picture)
            .ShouldBeEmpty();
        Document.All().ShouldAllBe(path => !CommandInAParagraph().IsMatch(Document.Read(path).Text));
    }

    [Fact]
    public void Decisions_OfTheFolder_AreAllInItsList()
    {
        var list = Document.Read("docs/decisions/README.md").Text;

        Directory
            .EnumerateFiles(Path.Combine(Document.Root, "docs/decisions"), "*.md")
            .Select(Path.GetFileName)
            .Where(name => name != "README.md")
            .ShouldAllBe(name => list.Contains($"({name})"));
    }

    [Fact]
    public void Parts_OfFiles_StandThereAsTheyAreShown()
    {
        var parts = Document.All().SelectMany(path => Document.Read(path).Blocks).Where(block => block.Rule is BlockRule.PartOf).ToList();
        parts.ShouldNotBeEmpty();
        foreach (var block in parts)
        {
            var path = ((BlockRule.PartOf)block.Rule).Path;
            File.ReadAllText(Path.Combine(Document.Root, path))
                .ShouldContain(block.Text, Case.Sensitive, $"{block.Place} is not as in {path}");
        }
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

    /// <summary>A command within a paragraph would be printed, but not run.</summary>
    [GeneratedRegex("`(curl|dotnet|\\./build\\.sh) [^`]+`")]
    private static partial Regex CommandInAParagraph();
}
