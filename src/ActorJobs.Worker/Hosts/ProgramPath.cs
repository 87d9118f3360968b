namespace ActorJobs.Worker.Hosts;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>The folders that are looked through.</summary>
    public static IReadOnlyList<string> Folders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    /// <summary>Finds a program by its name.</summary>
    /// <returns>Its file; null if it is in none of the folders.</returns>
    public static string? Find(string name) =>
        Folders().SelectMany(folder => Names(name).Select(file => Path.Combine(folder, file))).FirstOrDefault(IsProgram);

    /// <summary>Whether the file is there and may be run.</summary>
    public static bool IsProgram(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) is not UnixFileMode.None);
    }

    private static IEnumerable<string> Names(string name) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(name)
            ? (Environment.GetEnvironmentVariable("PATHEXT") ?? ".EXE").Split(';').Select(extension => name + extension)
            : [name];
}
