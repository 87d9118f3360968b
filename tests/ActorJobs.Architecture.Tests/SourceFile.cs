using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActorJobs.Architecture.Tests;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Relative to the repository, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() =>
        CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
    );

    public string Extension => System.IO.Path.GetExtension(Path);

    /// <summary>The file's name up to its first dot: <c>AppGroup</c> of <c>AppGroup.Log.cs</c>.</summary>
    public string Subject => System.IO.Path.GetFileName(Path).Split('.')[0];

    public string[] Lines => Text.Split('\n');

    /// <summary>The file as C#.</summary>
    public SyntaxNode Syntax => _syntax.Value;

    public static SourceFile Read(string root, string path) =>
        new(System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path));

    /// <summary>Where a node starts, in the form that editors jump to.</summary>
    public string At(SyntaxNode node) => At(node.GetLocation().GetLineSpan().StartLinePosition.Line);

    /// <summary>A line, counted from zero, in the form that editors jump to.</summary>
    public string At(int line) => $"{Path}:{line + 1}";
}
