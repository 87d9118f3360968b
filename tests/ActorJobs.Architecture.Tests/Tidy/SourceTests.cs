namespace ActorJobs.Architecture.Tests.Tidy;

/// <summary>What can be told of style by program, for every C# file.</summary>
public class SourceTests
{
    [Fact]
    public void Files_OfCSharp_AreNamedAfterATypeInThem() =>
        Repository
            .CSharp("src", "tests", "samples")
            .SelectMany(SourceRules.FileIsNamedAfterAType)
            .ShouldBeNone("A file is named after its main type:");

    [Fact]
    public void Files_UnderSrc_AreShort() =>
        Repository
            .CSharp("src")
            .SelectMany(SourceRules.FileIsShort)
            .ShouldBeNone($"A file that does one thing has at most {SourceRules.MostLines} lines:");

    [Fact]
    public void Lines_OfCSharp_AreShort() =>
        Repository
            .CSharp("src", "tests", "samples", "build")
            .SelectMany(SourceRules.LinesAreShort)
            .ShouldBeNone($"A line has at most {SourceRules.LongestLine} characters:");

    [Fact]
    public void Tests_InEveryProject_AreNamedSubjectScenarioOutcome() =>
        Repository
            .CSharp("tests")
            .SelectMany(SourceRules.TestsAreNamedInThreeParts)
            .ShouldBeNone("A test is named Subject_Scenario_Outcome:");

    [Fact]
    public void Tests_InEveryProject_WaitForSignalsAndNotForTime() =>
        Repository.CSharp("tests").SelectMany(SourceRules.NothingSleeps).ShouldBeNone("A test waits for what happens, not for a time:");

    [Fact]
    public void Suppressions_InCSharp_GiveTheirReason() =>
        Repository
            .CSharp("src", "tests", "samples", "build")
            .SelectMany(SourceRules.SuppressionsGiveTheirReason)
            .ShouldBeNone("A warning that is switched off has its reason beside it:");
}
