using System.Runtime.CompilerServices;

namespace ActorJobs.Architecture.Tests;

/// <summary>The files of the repository as they lie on the disk, without what builds and tools leave behind.</summary>
internal static class Repository
{
    private static readonly HashSet<string> LeftBehind =
    [
        "bin",
        "obj",
        "artifacts",
        "node_modules",
        "TestResults",
        ".git",
        ".demo",
        ".idea",
        ".vs",
    ];

    private static readonly HashSet<string> TextExtensions =
    [
        ".cs",
        ".conf",
        ".config",
        ".csproj",
        ".css",
        ".html",
        ".json",
        ".md",
        ".props",
        ".proto",
        ".ps1",
        ".sh",
        ".sln",
        ".sql",
        ".targets",
        ".ts",
        ".tsx",
        ".txt",
        ".yaml",
        ".yml",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file that a person writes and reads.</summary>
    public static IReadOnlyList<SourceFile> TextFiles { get; } =
        Walk(Root).Where(path => TextExtensions.Contains(Path.GetExtension(path))).Select(path => SourceFile.Read(Root, path)).ToList();

    /// <summary>The C# files under one of the top folders.</summary>
    public static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        TextFiles.Where(file =>
            file.Extension == ".cs" && folders.Any(folder => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))
        );

    /// <summary>Every folder, relative to the root.</summary>
    public static IEnumerable<string> Folders => TextFiles.SelectMany(file => Parents(file.Path)).Distinct();

    /// <summary>The text of a file that has to be there.</summary>
    public static SourceFile File(string path) => SourceFile.Read(Root, Path.Combine(Root, path));

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }

    private static IEnumerable<string> Walk(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !LeftBehind.Contains(Path.GetFileName(child))).SelectMany(Walk));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        for (var folder = Path.GetDirectoryName(thisFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "ActorJobs.sln")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException($"No folder above {thisFile} holds ActorJobs.sln.");
    }
}
