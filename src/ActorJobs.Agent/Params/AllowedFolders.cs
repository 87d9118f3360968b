using ActorJobs.Errors;

namespace ActorJobs.Agent.Params;

/// <summary>Folders to which something is confined, with all that is below them.</summary>
/// <param name="Folders">Their paths; none: nothing is allowed.</param>
/// <param name="Setting">The setting that has them.</param>
internal sealed record AllowedFolders(IReadOnlyList<string> Folders, string Setting)
{
    /// <summary>The real path of something that is there, behind all links.</summary>
    /// <exception cref="RefusedException">It is not below one of the folders.</exception>
    public string RealPathOf(string path)
    {
        var real = RealPath(Path.GetFullPath(path));
        return Folders.Select(folder => RealPath(Path.GetFullPath(folder))).Any(folder => IsWithin(real, folder))
            ? real
            : throw new RefusedException(
                ErrorCodes.NotAllowed,
                $"'{path}' is not below a folder that the setting {Setting} allows"
                    + (Folders.Count is 0 ? ", which is empty." : $": {string.Join(", ", Folders)}.")
            );
    }

    /// <summary>Follows the links in every part of a path; what is not there is taken as it stands.</summary>
    private static string RealPath(string path)
    {
        var root = Path.GetPathRoot(path)!;
        return path[root.Length..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(
                root,
                (above, name) =>
                {
                    var entry = new FileInfo(Path.Combine(above, name));
                    // A link may lead to a path with links in it.
                    return entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : entry.FullName;
                }
            );
    }

    private static bool IsWithin(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return !Path.IsPathRooted(relative)
            && relative != ".."
            && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
    }
}
