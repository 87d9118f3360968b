using System.Globalization;

namespace ActorJobs.Agent.Tests.Processes;

/// <summary>Numbers of seconds that nobody else sleeps for: a process that sleeps so long is recognized by its arguments, whatever else it hides.</summary>
internal sealed class Marks
{
    private readonly List<string> _all = [];
    private int _next = Random.Shared.Next(1_000_000, 900_000_000);

    /// <summary>The next one.</summary>
    public string Next()
    {
        _all.Add((_next++).ToString(CultureInfo.InvariantCulture));
        return _all[^1];
    }

    /// <summary>Those for which a process sleeps, or waits with a script that has them.</summary>
    public IReadOnlyList<string> Running()
    {
        var lines = Directory
            .EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(CommandLine)
            .ToList();
        return [.. _all.Where(mark => lines.Exists(line => line.Contains(mark, StringComparison.Ordinal)))];
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText($"{folder}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
