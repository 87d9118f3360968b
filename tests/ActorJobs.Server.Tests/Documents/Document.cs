using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>A block of a document.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Language">What stands behind the fence: <c>sh</c>, <c>json</c>, <c>csharp</c>.</param>
/// <param name="Rule">How it is run.</param>
/// <param name="Text">Its lines.</param>
public sealed record DocumentBlock(string Place, string Language, BlockRule Rule, string Text);

/// <summary>A document of the repository: its blocks in order.</summary>
public sealed partial class Document
{
    /// <summary>The language of pictures, in which there is nothing to run.</summary>
    public const string Picture = "mermaid";

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The documents whose blocks are run, from the root.</summary>
    public static IReadOnlyList<string> WithCommands { get; } =
    [
        "README.md",
        "docs/http-api.md",
        "docs/pbm.md",
        "docs/scheduling.md",
        "docs/notifications.md",
        "docs/workflows.md",
        "docs/processors.md",
        "docs/configuration.md",
        "docs/access.md",
        "docs/client.md",
        "docs/operating.md",
        "docs/benchmarks.md",
    ];

    /// <summary>All of its text.</summary>
    public required string Text { get; init; }

    /// <summary>Its blocks.</summary>
    public required IReadOnlyList<DocumentBlock> Blocks { get; init; }

    /// <summary>Reads one.</summary>
    /// <param name="path">From the root.</param>
    public static Document Read(string path) => Parse(path, File.ReadAllText(Path.Combine(Root, path)));

    /// <summary>The README and everything under docs, from the root.</summary>
    public static IEnumerable<string> All() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Append("README.md")
            .Order(StringComparer.Ordinal);

    /// <summary>Finds the blocks of a text.</summary>
    /// <exception cref="FormatException">A block cannot be run, or its rule is unknown: nothing is left out silently.</exception>
    public static Document Parse(string path, string text)
    {
        var lines = text.Split('\n');
        var blocks = new List<DocumentBlock>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence().Match(lines[i]) is not { Success: true } fence)
            {
                continue;
            }

            var end = Array.FindIndex(lines, i + 1, line => line == "```");
            var rule = i > 0 && Comment().Match(lines[i - 1]) is { Success: true } comment ? comment.Groups["rule"].Value : "";
            var place = $"{path}:{i + 1}";
            var block = new DocumentBlock(
                place,
                fence.Groups["language"].Value,
                BlockRule.Parse(rule),
                string.Join('\n', lines[(i + 1)..end])
            );
            blocks.Add(Runnable(block, blocks.LastOrDefault()) ? block : throw new FormatException($"{place}: nothing runs this block."));
            i = end;
        }

        return new Document { Text = text, Blocks = blocks };
    }

    private static bool Runnable(DocumentBlock block, DocumentBlock? before) =>
        block.Language switch
        {
            "sh" => block.Rule is not (BlockRule.Written or BlockRule.PartOf),
            "json" when block.Rule is BlockRule.Frame => true,
            "json" => before is { Language: "sh", Rule: BlockRule.Run or BlockRule.Until },
            Picture => true,
            _ => block.Rule is BlockRule.Written or BlockRule.PartOf,
        };

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));

    [GeneratedRegex("^```(?<language>.*)$")]
    private static partial Regex Fence();

    [GeneratedRegex("^<!-- test: (?<rule>.*) -->$")]
    private static partial Regex Comment();
}
