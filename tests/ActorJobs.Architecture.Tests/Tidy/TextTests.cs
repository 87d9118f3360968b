namespace ActorJobs.Architecture.Tests.Tidy;

/// <summary>What can be told of style by program, for every file that a person writes.</summary>
public class TextTests
{
    [Fact]
    public void Texts_OfEveryKind_LeaveNothingForLater() =>
        Repository.TextFiles.SelectMany(TextRules.NothingIsLeftForLater).ShouldBeNone("What is not done is an issue, not a comment:");

    [Fact]
    public void Texts_OfEveryKind_NameNoMachine() =>
        Repository
            .TextFiles.Where(file => !file.Path.StartsWith("tests/ActorJobs.Architecture.Tests/Tidy/Text", StringComparison.Ordinal))
            .SelectMany(TextRules.NoMachineIsNamed)
            .ShouldBeNone("The project speaks of itself alone, of no one's machine or registry:");

    [Fact]
    public void Rules_SwitchedOffInSettings_GiveTheirReason() =>
        Repository
            .TextFiles.Where(file => file.Extension is ".props" or ".targets" or ".csproj")
            .Append(Repository.File(".editorconfig"))
            .SelectMany(TextRules.RulesSwitchedOffGiveTheirReason)
            .ShouldBeNone("A rule that is switched off is named, with the reason, in the comment before:");

    [Fact]
    public void Folders_OfTheRepository_AreConceptsAndNotDrawers()
    {
        string[] drawers = ["Common", "Helpers", "Interfaces", "Misc", "Models", "Shared", "Util", "Utils", "Utilities"];

        Repository
            .Folders.Where(folder => drawers.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase))
            .ShouldBeNone("A folder is a concept of the domain, never a technical drawer:");
    }

    [Fact]
    public void Docstrings_OfEverythingPublicUnderSrc_AreRequiredByTheCompiler()
    {
        Repository.File("src/Directory.Build.props").Text.ShouldContain("<GenerateDocumentationFile>true</GenerateDocumentationFile>");
        Repository
            .TextFiles.Append(Repository.File(".editorconfig"))
            .Where(file => !file.Path.StartsWith("tests/", StringComparison.Ordinal) && file.Extension != ".md")
            .SelectMany(file =>
                file.Lines.Where(line =>
                    line.Contains("CS1591", StringComparison.Ordinal) && !line.Contains("<!--", StringComparison.Ordinal)
                )
            )
            .ShouldBeNone("CS1591, which asks for docstrings, is switched off:");
    }
}
