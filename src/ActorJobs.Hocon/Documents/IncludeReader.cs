using System.Text;

namespace ActorJobs.Hocon.Documents;

/// <summary>Reads files, and what they include.</summary>
/// <param name="folder">What a relative name is relative to; null if the text has no place of its own.</param>
/// <param name="open">The files that are being read, the outermost first.</param>
/// <param name="references">Gets the paths that substitutions may take values from, in all of these files.</param>
internal sealed class IncludeReader(string? folder, IReadOnlyList<string> open, HashSet<HoconPath> references)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>In the order in which they are read if a name has no extension.</summary>
    private static readonly string[] Extensions = [".json", ".conf"];

    /// <summary>The paths that substitutions may take values from, in all that was read.</summary>
    public HashSet<HoconPath> References => references;

    /// <summary>Reads a file with all that it includes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">How messages call it.</param>
    /// <param name="roots">Where its substitutions may start.</param>
    /// <exception cref="HoconException">It cannot be read, or is no HOCON.</exception>
    public ObjectNode ReadFile(string path, string shown, IReadOnlyList<HoconPath> roots)
    {
        var full = Path.GetFullPath(path);
        var text = ReadText(full, shown);
        return new DocumentParser(text, shown, roots, new IncludeReader(Path.GetDirectoryName(full), [.. open, full], references)).Parse();
    }

    /// <summary>Reads what an include names.</summary>
    /// <param name="include">The statement.</param>
    /// <param name="at">The path of the object that it stands in.</param>
    /// <param name="roots">Where the substitutions of the including file may start.</param>
    /// <returns>Null if there is no such file, and there need not be one.</returns>
    public ObjectNode? Read(IncludeStatement include, HoconPath at, IReadOnlyList<HoconPath> roots)
    {
        var path = Locate(include);
        var found = Candidates(path, include).Where(File.Exists).ToList();
        if (found.Count == 0)
        {
            RefuseOthers(path, include);
            return include.IsRequired
                ? throw new HoconException(
                    include.Origin,
                    $"There is no file {path}, which is required here. Make it, or correct its name."
                )
                : null;
        }

        var result = new ObjectNode(include.Origin);
        foreach (var file in found)
        {
            if (open.Contains(file, StringComparer.Ordinal))
            {
                throw new HoconException(
                    include.Origin,
                    $"The file includes itself: {string.Join(" → ", open.Append(file).Select(Path.GetFileName))}. Take one of these includes away."
                );
            }

            result.Merge(ReadFile(file, Shown(file), at.Elements.IsEmpty ? roots : [at, .. roots]));
        }

        return result;
    }

    private string Locate(IncludeStatement include)
    {
        if (include.Name.Contains("://", StringComparison.Ordinal) || include.Name.StartsWith("file:", StringComparison.Ordinal))
        {
            throw new HoconException(include.Origin, $"The address \"{include.Name}\" cannot be included, only a file. Give its path.");
        }

        if (include.IsFile && !Path.IsPathRooted(include.Name))
        {
            throw new HoconException(
                include.Origin,
                $"file(\"{include.Name}\") would depend on the folder that the program was started in. Give an absolute path, or write "
                    + $"include \"{include.Name}\" for a file beside this one."
            );
        }

        return Path.IsPathRooted(include.Name) ? Path.GetFullPath(include.Name)
            : folder is not null ? Path.GetFullPath(Path.Combine(folder, include.Name))
            : throw new HoconException(include.Origin, "This text is no file, so that nothing lies beside it. Include an absolute path.");
    }

    private static IEnumerable<string> Candidates(string path, IncludeStatement include) =>
        Path.GetExtension(path) switch
        {
            ".conf" or ".json" => [path],
            ".properties" => throw new HoconException(
                include.Origin,
                "Files of Java properties are not read. Write them as HOCON, which most of them are already, in a file that ends in .conf."
            ),
            _ => Extensions.Select(extension => path + extension),
        };

    /// <summary>A file that is there must not be passed over in silence.</summary>
    private static void RefuseOthers(string path, IncludeStatement include)
    {
        if (Directory.Exists(path))
        {
            throw new HoconException(include.Origin, $"{path} is a folder; expected a file.");
        }

        if (File.Exists(path) && !Extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
        {
            throw new HoconException(
                include.Origin,
                $"{path} ends in neither .conf nor .json, so that its format is not known. Rename it."
            );
        }
    }

    private static string Shown(string file)
    {
        var near = Path.GetRelativePath(Environment.CurrentDirectory, file);
        return near.StartsWith("..", StringComparison.Ordinal) ? file : near;
    }

    private static string ReadText(string path, string shown)
    {
        var origin = new HoconOrigin(shown);
        if (Directory.Exists(path))
        {
            throw new HoconException(origin, "This is a folder; expected a file of HOCON.");
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HoconException(origin, "There is no such file. Make it, or correct its name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HoconException(origin, $"The file cannot be read: {error.Message} Check its rights.", error);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            var line = bytes.AsSpan(0, Math.Clamp(error.Index, 0, bytes.Length)).Count((byte)'\n') + 1;
            throw new HoconException(
                new HoconOrigin(shown, line, 1),
                "This line is not valid UTF-8. Save the file in this encoding.",
                error
            );
        }
    }
}
