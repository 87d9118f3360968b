using System.Runtime.CompilerServices;
using System.Text;

namespace ActorJobs.Errors.Tests;

/// <summary>The catalogue as a document. With ACTORJOBS_WRITE_DOCS=1, which <c>./build.sh docs</c> sets, it is written; otherwise it is compared.</summary>
[Trait("Category", "Docs")]
public class CatalogueDocumentTests
{
    private const string DocumentPath = "docs/errors.md";
    private const string Head = """
        # Errors

        <!-- Made from src/ActorJobs.Errors by ./build.sh docs; change it there. -->

        Every error of ActorJobs has a symbol: in the `code` of an answer of the [HTTP API](http-api.md), in a refusal on a worker's link, in the
        message that ends a start, in the failure of a run. A symbol never changes its meaning, and one that is given up is never used again. The text
        beside a symbol is for people and may change; programs tell errors apart by the symbol.


        """;

    [Fact]
    public void Document_OfTheCatalogue_SaysWhatTheCatalogueSays()
    {
        var path = Path.Combine(Root(), DocumentPath);
        var expected = Text();
        if (Environment.GetEnvironmentVariable("ACTORJOBS_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        var found = File.Exists(path) ? File.ReadAllText(path) : "";
        (found == expected).ShouldBeTrue($"{DocumentPath} does not say what the catalogue says; ./build.sh docs writes it anew.");
    }

    private static string Text()
    {
        var text = new StringBuilder(Head);
        text.Append("| Symbol | HTTP | Who tells whom | What it means | What to do |\n|---|---|---|---|---|\n");
        foreach (var entry in ErrorCatalogue.All)
        {
            text.Append(Row(entry));
        }

        if (ErrorCatalogue.Retired.Count > 0)
        {
            text.Append("\n## Given up\n\n| Symbol | Why |\n|---|---|\n");
            foreach (var (code, why) in ErrorCatalogue.Retired.OrderBy(retired => retired.Key, StringComparer.Ordinal))
            {
                text.Append($"| `{code}` | {why} |\n");
            }
        }

        return text.ToString();
    }

    private static string Row(ErrorEntry entry) =>
        $"| `{entry.Code}` | {entry.Status} | {Words(entry.From)} → {Words(entry.To)} | {entry.Cause} | {entry.NextStep} |\n";

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../.."));

    private static string Words(Part parts) => parts.ToString().ToLowerInvariant();
}
