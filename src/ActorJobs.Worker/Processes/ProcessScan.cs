using System.Globalization;
using System.Text;

namespace ActorJobs.Worker.Processes;

/// <summary>Finds the processes of a tree in /proc.</summary>
internal static class ProcessScan
{
    private const string Proc = "/proc";

    /// <summary>Finds all that live: those that ended and are not yet collected by their parents are no more.</summary>
    /// <param name="session">The session of the tree, which is the id of its first process.</param>
    /// <param name="mark">What stands in the environment of its processes; null: environments are not looked at, which spares time.</param>
    /// <param name="known">Processes that belonged to it before.</param>
    /// <param name="members">Processes that belong to it for certain.</param>
    public static IReadOnlyCollection<ProcessIdentity> Of(
        int session,
        TreeMark? mark,
        IReadOnlySet<ProcessIdentity> known,
        IEnumerable<int> members
    )
    {
        if (!Directory.Exists(Proc))
        {
            return [];
        }
        var all = Directory.EnumerateDirectories(Proc).Select(Read).OfType<Entry>().Where(entry => entry.IsAlive).ToList();
        var certain = members.ToHashSet();
        var entry = mark is null ? [] : Encoding.UTF8.GetBytes(mark.Entry + "\0");
        var found = all.Where(process =>
                process.Identity.Pid != Environment.ProcessId
                && (
                    process.Session == session
                    || certain.Contains(process.Identity.Pid)
                    || known.Contains(process.Identity)
                    || (entry.Length > 0 && IsMarked(process.Identity.Pid, entry))
                )
            )
            .Select(process => process.Identity)
            .ToHashSet();
        var pids = found.Select(identity => identity.Pid).Append(session).ToHashSet();
        // Children of what was found, and their children: each round goes one generation down.
        while (all.Where(process => pids.Contains(process.Parent) && pids.Add(process.Identity.Pid)).ToList() is { Count: > 0 } children)
        {
            found.UnionWith(children.Select(child => child.Identity));
        }
        return found;
    }

    private readonly record struct Entry(ProcessIdentity Identity, int Parent, int Session, bool IsAlive);

    /// <summary>pid (name) state ppid pgrp session … starttime is the 22nd field; a name may hold blanks and brackets. Null: no process, or gone meanwhile.</summary>
    private static Entry? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            return null;
        }
        try
        {
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(
                new ProcessIdentity(pid, long.Parse(fields[19], CultureInfo.InvariantCulture)),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[3], CultureInfo.InvariantCulture),
                fields[0] is not ("Z" or "X")
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The environment of another user's process cannot be read, nor could it be killed.</summary>
    private static bool IsMarked(int pid, byte[] entry)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"{Proc}/{pid}/environ")).AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
