using ActorJobs.Architecture.Tests.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActorJobs.Architecture.Tests.Purity;

/// <summary>BannedSymbols.txt is what the analyzer goes by; it passes over an entry that it cannot find, and over a missing file, without a word.</summary>
public class BannedSymbolsTests
{
    private static readonly string[] Required =
    [
        "P:System.DateTime.Now",
        "P:System.DateTime.UtcNow",
        "P:System.DateTime.Today",
        "P:System.DateTimeOffset.Now",
        "P:System.DateTimeOffset.UtcNow",
        "P:System.TimeProvider.System",
        "P:NodaTime.SystemClock.Instance",
        "T:System.Diagnostics.Stopwatch",
        "T:System.Environment",
        "T:System.Random",
        "M:System.Guid.NewGuid",
        "M:System.Threading.Tasks.Task.Delay(System.Int32)",
        "M:System.Threading.Tasks.Task.Delay(System.TimeSpan)",
        "M:System.Threading.Tasks.Task.Run(System.Action)",
        "M:System.Threading.Tasks.Task.Run(System.Func{System.Threading.Tasks.Task})",
        "M:System.Threading.Tasks.Task.Run``1(System.Func{``0})",
        "M:System.Threading.Tasks.Task.Run``1(System.Func{System.Threading.Tasks.Task{``0}})",
        "M:System.Threading.Tasks.Task.ConfigureAwait(System.Boolean)",
        "M:System.Threading.Tasks.Task`1.ConfigureAwait(System.Boolean)",
        "M:System.Threading.Tasks.ValueTask.ConfigureAwait(System.Boolean)",
        "M:System.Threading.Tasks.ValueTask`1.ConfigureAwait(System.Boolean)",
    ];

    private static IEnumerable<string[]> Entries =>
        Repository.File("BannedSymbols.txt").Lines.Where(line => line.Length > 0).Select(line => line.Split(';', 2));

    [Fact]
    public void BannedSymbols_ComparedWithTheDesign_LeaveNothingOut() =>
        Required.Except(Entries.Select(entry => entry[0])).ShouldBeNone("Bans of the design that BannedSymbols.txt lacks:");

    [Fact]
    public void BannedSymbols_EachEntry_IsASymbolAndSaysWhy()
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var besideTheServer = Path.GetDirectoryName(Project.OfSources.Single(project => project.Name == "ActorJobs.Server").AssemblyPath)!;
        var references = trusted
            .Append(Path.Combine(besideTheServer, "NodaTime.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("bans", references: references);

        Entries
            .Where(entry => entry.Length < 2 || DocumentationCommentId.GetSymbolsForDeclarationId(entry[0], compilation).IsEmpty)
            .Select(entry => entry[0])
            .ShouldBeNone("Entries of BannedSymbols.txt that ban nothing, or give no reason:");
    }

    [Fact]
    public void Analyzer_ForPureProjects_IsReferencedWithItsListAndSwitchedOn()
    {
        Repository
            .File("Directory.Packages.props")
            .Text.ShouldContain("<GlobalPackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\"");
        Repository.File("Directory.Build.props").Text.ShouldContain("BannedSymbols.txt\" />");
        Repository
            .TextFiles.Append(Repository.File(".editorconfig"))
            .Where(file =>
                !file.Path.StartsWith("tests/", StringComparison.Ordinal) && file.Text.Contains("RS0030", StringComparison.Ordinal)
            )
            .Select(file => file.Path)
            .ShouldBeNone("The ban (RS0030) is switched off here:");
    }
}
