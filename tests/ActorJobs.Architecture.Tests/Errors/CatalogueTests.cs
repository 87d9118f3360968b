using ActorJobs.Errors;

namespace ActorJobs.Architecture.Tests.Errors;

/// <summary>The catalogue holds every symbol that is used, and none that is not.</summary>
public class CatalogueTests
{
    private static readonly HashSet<string> Codes = [.. ErrorCatalogue.All.Select(entry => entry.Code)];

    [Fact]
    public void Symbols_OfTheCatalogue_AreToldInFull() =>
        ErrorCatalogue.All.SelectMany(CatalogueRules.BadlyTold).ShouldBeNone("Each symbol has its words in src/ActorJobs.Errors:");

    [Fact]
    public void Symbols_OfTheCatalogue_AreNeverUsedAgain() =>
        CatalogueRules
            .UsedAgain(
                [.. typeof(ErrorCodes).GetFields().Select(constant => (string)constant.GetRawConstantValue()!)],
                [.. ErrorCatalogue.Retired.Keys]
            )
            .ShouldBeNone("A symbol has one meaning, for ever:");

    [Fact]
    public void Symbols_InTheCode_AreUsedThroughTheirConstants() =>
        Repository
            .CSharp("src", "samples")
            .Where(file => !file.Path.StartsWith("src/ActorJobs.Errors/", StringComparison.Ordinal))
            .SelectMany(file => CatalogueRules.WrittenAsText(file, Codes))
            .ShouldBeNone("A symbol stands in src/ActorJobs.Errors, and is used as ErrorCodes.Name:");

    [Fact]
    public void Symbols_OfTheCatalogue_AreUsed()
    {
        var used = Repository.CSharp("src").SelectMany(CatalogueRules.Uses).ToHashSet();

        ErrorCatalogue
            .All.Where(entry => !used.Contains(entry.Name))
            .Select(entry => entry.Code)
            .ShouldBeNone("Symbols that no code uses; take them out, into ErrorCatalogue.Retired if a release had them:");
    }

    [Fact]
    public void Symbols_InTheDocuments_AreInTheCatalogue() =>
        Repository
            .TextFiles.Where(file => file.Extension == ".md")
            .SelectMany(file => CatalogueRules.UnknownIn(file, Codes))
            .ShouldBeNone("Documents that name symbols that are not in the catalogue:");
}
