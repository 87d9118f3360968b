namespace ActorJobs.Architecture.Tests.Tidy;

/// <summary>The rules themselves: each finds what breaks it, and lets pass what does not.</summary>
public class SourceRulesTests
{
    [Theory]
    [InlineData("Job.cs", "public record Job; public record JobPart;", true)]
    [InlineData("Job.Log.cs", "namespace A; internal static partial class Job { private enum Kind { } }", true)]
    [InlineData("Program.cs", "return 0;", true)]
    [InlineData("Errors.cs", "public class LostException; public class FoundException;", true)]
    [InlineData("Errors.cs", "public class LostException; public class Found;", false)]
    [InlineData("Job.cs", "public record Task;", false)]
    [InlineData("Kind.cs", "public class Job { public enum Kind { } }", false)]
    public void FileIsNamedAfterAType_NamesAndTypes_AreCompared(string path, string text, bool fine) =>
        SourceRules.FileIsNamedAfterAType(new SourceFile(path, text)).Any().ShouldBe(!fine);

    [Theory]
    [InlineData(SourceRules.MostLines, true)]
    [InlineData(SourceRules.MostLines + 1, false)]
    public void FileIsShort_LinesOfAFile_AreCounted(int lines, bool fine) =>
        SourceRules.FileIsShort(new SourceFile("A.cs", string.Concat(Enumerable.Repeat("//\n", lines)))).Any().ShouldBe(!fine);

    [Theory]
    [InlineData(SourceRules.LongestLine, true)]
    [InlineData(SourceRules.LongestLine + 1, false)]
    public void LinesAreShort_CharactersOfALine_AreCounted(int length, bool fine) =>
        SourceRules.LinesAreShort(new SourceFile("A.cs", "\n" + new string('/', length))).Any().ShouldBe(!fine);

    [Theory]
    [InlineData("[Fact] public void Run_Cancelled_Ends() {}", true)]
    [InlineData("[Theory, InlineData(1)] public void Run_Cancelled_Ends_AtOnce(int n) {}", true)]
    [InlineData("public void Helper() {}", true)]
    [InlineData("[Fact] public void Run_Ends() {}", false)]
    [InlineData("[Xunit.Fact] public void run_cancelled_ends() {}", false)]
    [InlineData("[PostgresFact] public void Ends() {}", false)]
    public void TestsAreNamedInThreeParts_Names_AreChecked(string method, bool fine) =>
        SourceRules.TestsAreNamedInThreeParts(InClass(method)).Any().ShouldBe(!fine);

    [Theory]
    [InlineData("Task.Delay(pause, token)", true)]
    [InlineData("Task.Delay(Timeout.Infinite, token)", true)]
    [InlineData("Task.Delay(TimeSpan.FromSeconds(1), time, token)", true)]
    [InlineData("Task.Delay(100)", false)]
    [InlineData("Task.Delay(TimeSpan.FromSeconds(1), token)", false)]
    [InlineData("System.Threading.Thread.Sleep(pause)", false)]
    public void NothingSleeps_Calls_AreChecked(string call, bool fine) =>
        SourceRules.NothingSleeps(InClass($"void M() {{ {call}; }}")).Any().ShouldBe(!fine);

    [Theory]
    [InlineData("// Why.\n#pragma warning disable CA1000\nvoid M() {}", true)]
    [InlineData("#pragma warning disable CA1000 // Why.\nvoid M() {}", true)]
    [InlineData("#pragma warning disable CA1000\nvoid M() {}", false)]
    [InlineData("#nullable disable\nvoid M() {}", false)]
    [InlineData("[SuppressMessage(\"A\", \"B\", Justification = \"Why.\")] void M() {}", true)]
    [InlineData("[SuppressMessage(\"A\", \"B\")] void M() {}", false)]
    public void SuppressionsGiveTheirReason_PragmasAndAttributes_AreChecked(string member, bool fine) =>
        SourceRules.SuppressionsGiveTheirReason(InClass(member)).Any().ShouldBe(!fine);

    private static SourceFile InClass(string member) => new("A.cs", $"class A {{\n{member}\n}}");
}
