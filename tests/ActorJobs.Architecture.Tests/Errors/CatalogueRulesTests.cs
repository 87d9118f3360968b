using ActorJobs.Errors;

namespace ActorJobs.Architecture.Tests.Errors;

/// <summary>Each rule finds what breaks it.</summary>
public class CatalogueRulesTests
{
    [Fact]
    public void UsedAgain_TwoOfOneSymbolAndARetiredOne_FindsBoth() =>
        CatalogueRules
            .UsedAgain(["JOB_LOST", "RUN_LOST", "JOB_LOST"], ["RUN_LOST"])
            .ShouldBe(["JOB_LOST has 2 constants", "RUN_LOST was retired"]);

    [Fact]
    public void WrittenAsText_ASymbolOfTheCatalogueOrNot_IsFound() =>
        CatalogueRules
            .WrittenAsText(
                new SourceFile("a.cs", """class A { string[] b = ["JOB_LOST", "LOST", "COMMIT", "DOTNET_ROOT", "a JOB_LOST"]; }"""),
                ["LOST"]
            )
            .ShouldBe(["a.cs:1 JOB_LOST", "a.cs:1 LOST"]);

    [Fact]
    public void UnknownIn_ADocument_FindsSymbolsOnly() =>
        CatalogueRules
            .UnknownIn(new SourceFile("a.md", "`JOB_LOST` and $JOB_ID\n`JOB_FOUND`, ACTORJOBS_LOG, urn:JOB_GONE"), ["JOB_FOUND"])
            .ShouldBe(["a.md:1 JOB_LOST", "a.md:2 JOB_GONE"]);

    [Fact]
    public void Uses_OfConstants_AreFoundByName() =>
        CatalogueRules.Uses(new SourceFile("a.cs", "f(ErrorCodes.JobLost); MyErrorCodes.RunLost")).ShouldBe(["JobLost"]);

    [Fact]
    public void BadlyTold_AnEntryThatIsWrongFourTimes_IsFoundFourTimes() =>
        CatalogueRules
            .BadlyTold(new ErrorEntry("JOB_LOST", "LostJob", Part.None, Part.Caller, 200, "It is lost", "Find the job again.", false))
            .Count()
            .ShouldBe(4);
}
