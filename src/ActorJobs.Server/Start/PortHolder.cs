using System.Globalization;
using System.Net;

namespace ActorJobs.Server.Start;

/// <summary>Finds the process that has a port. Linux tells it of one's own processes, and root of all; elsewhere nothing is found.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";
    private const int State = 3;
    private const int Inode = 9;

    /// <summary>The process, in words such as <c>process 4711 (nginx)</c>; null if it cannot be found.</summary>
    public static string? Find(IPEndPoint endpoint)
    {
        try
        {
            var sockets = ((string[])["/proc/net/tcp", "/proc/net/tcp6"])
                .Where(File.Exists)
                .SelectMany(table => File.ReadLines(table).Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[State] == Listening && PortOf(fields[1]) == endpoint.Port)
                .Select(fields => $"socket:[{fields[Inode]}]")
                .ToHashSet(StringComparer.Ordinal);
            return sockets.Count == 0
                ? null
                : Directory
                    .EnumerateDirectories("/proc")
                    .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Holds(folder, sockets))
                    .Select(Describe)
                    .FirstOrDefault();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int PortOf(string address) =>
        int.Parse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo($"{process}/fd")
                .EnumerateFileSystemInfos()
                .Any(file => file.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Describe(string process)
    {
        var command = File.ReadAllText($"{process}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        // The program, and what it runs: 'dotnet actorjobs-server.dll' says more than 'dotnet'.
        var words = string.Join(' ', command.Take(2).Select(Path.GetFileName));
        return $"process {Path.GetFileName(process)} ({words})";
    }
}
