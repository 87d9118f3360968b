namespace ActorJobs.Architecture.Tests.Tidy;

/// <summary>The rules themselves: each finds what breaks it, and lets pass what does not.</summary>
public class TextRulesTests
{
    [Theory]
    [InlineData("// Todos are listed by app.", true)]
    [InlineData("// TO" + "DO: later", false)]
    [InlineData("good enough for no" + "w", false)]
    [InlineData("throw new NotImpl" + "ementedException();", false)]
    public void NothingIsLeftForLater_Words_AreFound(string line, bool fine) =>
        TextRules.NothingIsLeftForLater(new SourceFile("a.md", line)).Any().ShouldBe(!fine);

    [Theory]
    [InlineData("see https://example.org/home/page", true)]
    [InlineData("internal static class A", true)]
    [InlineData("at /home/someone/clone", false)]
    [InlineData(@"C:\Users\someone", false)]
    [InlineData("https://packages.company.internal/nuget", false)]
    public void NoMachineIsNamed_PathsAndHosts_AreFound(string line, bool fine) =>
        TextRules.NoMachineIsNamed(new SourceFile("a.md", line)).Any().ShouldBe(!fine);

    [Theory]
    [InlineData("# CA1000: why.\ndotnet_diagnostic.CA1000.severity = none", true)]
    [InlineData("# CA1000, CA1001:\n# why.\ndotnet_diagnostic.CA1000.severity = none\ndotnet_diagnostic.CA1001.severity = silent", true)]
    [InlineData("dotnet_diagnostic.CA1000.severity = warning", true)]
    [InlineData("# CA1000: why.\ndotnet_diagnostic.CA1001.severity = none", false)]
    [InlineData("dotnet_diagnostic.CA1000.severity = none", false)]
    [InlineData("<!-- CA1000: why. -->\n<NoWarn>$(NoWarn);CA1000</NoWarn>", true)]
    [InlineData("<!-- CA1000: why. -->\n<NoWarn>$(NoWarn);CA1000;CS0618</NoWarn>", false)]
    public void RulesSwitchedOffGiveTheirReason_Settings_AreChecked(string text, bool fine) =>
        TextRules.RulesSwitchedOffGiveTheirReason(new SourceFile(".editorconfig", text)).Any().ShouldBe(!fine);
}
