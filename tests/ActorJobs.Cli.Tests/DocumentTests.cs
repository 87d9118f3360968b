using System.Runtime.CompilerServices;
using ActorJobs.Cli.CommandLines;

namespace ActorJobs.Cli.Tests;

/// <summary>docs/pbm.md has an example of every command, and no example of another. The tests of the documents run them.</summary>
public sealed class DocumentTests
{
    private static readonly List<string> s_lines = [.. Text().Split('\n')];

    [Fact]
    public void Commands_OfTheTree_AreAllInTheDocument() =>
        CommandTree
            .All()
            .Select(command => command.Path)
            .Where(path =>
                !s_lines.Exists(line =>
                    line.Contains($"pbm {path}", StringComparison.Ordinal) || line.Contains($"-q {path}", StringComparison.Ordinal)
                )
            )
            .ShouldBeEmpty("docs/pbm.md lacks an example of these commands:");

    [Fact]
    public void Examples_OfTheDocument_AreCommandsThatThereAre() =>
        s_lines
            .Where(line => line.StartsWith("pbm ", StringComparison.Ordinal))
            .Select(line =>
                (Line: line, Words: LineWords.Split(line.Replace("$RUN", $"{Guid.Empty}", StringComparison.Ordinal)).Skip(1).ToList())
            )
            .Select(example => (example.Line, Parsed: CommandTree.Make().Parse(ServerArgument.Take(example.Words, _ => null).Others)))
            .Where(example => example.Parsed.Errors.Count > 0 || example.Parsed.CommandResult.Command is not SessionCommand)
            .Select(example => example.Line)
            .ShouldBeEmpty("docs/pbm.md has examples that pbm would refuse:");

    [Fact]
    public void Commands_OfTheTree_HaveADescriptionEach() =>
        CommandTree
            .All()
            .Where(command => command.Command.Description is not { Length: > 10 })
            .Select(command => command.Path)
            .ShouldBeEmpty();

    private static string Text([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/pbm.md"));
}
