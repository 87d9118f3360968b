namespace ActorJobs.Cli.Prompts;

/// <summary>The lines that were typed before, also in earlier sessions. Tokens are never part of a line.</summary>
internal sealed class History
{
    private const int Most = 500;

    private readonly string? _file;
    private readonly List<string> _lines;

    private History(string? file, List<string> lines) => (_file, _lines) = (file, lines);

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Reads what was typed in earlier sessions; none if that cannot be read, which is no reason not to work.</summary>
    /// <param name="folder">Where it is kept; null: nowhere.</param>
    public static History Open(string? folder)
    {
        if (folder is null)
        {
            return new History(null, []);
        }

        var file = Path.Combine(folder, "pbm-history");
        try
        {
            Directory.CreateDirectory(folder);
            return new History(file, File.Exists(file) ? [.. File.ReadLines(file).TakeLast(Most)] : []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new History(null, []);
        }
    }

    /// <summary>Keeps a line.</summary>
    public void Add(string line)
    {
        if (_lines.LastOrDefault() == line)
        {
            return;
        }

        _lines.Add(line);
        if (_file is null)
        {
            return;
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(_file, options);
            foreach (var kept in _lines.TakeLast(Most))
            {
                writer.WriteLine(kept);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is kept for this session.
        }
    }
}
