namespace ActorJobs.Cli;

/// <summary>Reads and writes the files that a command line names.</summary>
internal static class TextFiles
{
    /// <summary>The text of a file, or of the standard input for <c>-</c>.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string file, TextReader input, CancellationToken cancellationToken)
    {
        try
        {
            return file == "-" ? await input.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(file, error);
        }
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(file, error);
        }
    }

    /// <summary>Writes a file, in place of what it had.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CliException.Input($"The file '{file}' cannot be written: {error.Message}");
        }
    }

    private static CliException Unreadable(string file, Exception error) =>
        CliException.Input($"The file '{file}' cannot be read: {error.Message} Expected a file that there is and that you may read.");
}
