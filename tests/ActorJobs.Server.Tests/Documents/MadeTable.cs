namespace ActorJobs.Server.Tests.Documents;

/// <summary>A table of a document that is made from the program.</summary>
internal static class MadeTable
{
    private const string End = "<!-- end -->";

    /// <summary>Compares the table with what it should be; if the documents are being written, writes it instead.</summary>
    /// <param name="document">From the root.</param>
    /// <param name="mark">How the comment above the table begins; <c>&lt;!-- end --&gt;</c> stands below it.</param>
    /// <param name="lines">The table.</param>
    public static void Compare(string document, string mark, IEnumerable<string> lines)
    {
        var path = Path.Combine(Document.Root, document);
        var text = File.ReadAllText(path);
        var start = text.IndexOf('\n', text.IndexOf(mark, StringComparison.Ordinal)) + 1;
        var end = text.IndexOf(End, start, StringComparison.Ordinal);
        var expected = $"\n{string.Join('\n', lines)}\n\n";
        if (Environment.GetEnvironmentVariable("ACTORJOBS_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..start] + expected + text[end..]);
        }
        else
        {
            text[start..end].ShouldBe(expected, $"{document} does not say what the program says; ./build.sh docs writes it anew.");
        }
    }
}
