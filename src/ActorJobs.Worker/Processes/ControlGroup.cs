using System.Globalization;

namespace ActorJobs.Worker.Processes;

/// <summary>A control group of the kernel: no process leaves it by itself, whatever it forks.</summary>
internal sealed class ControlGroup
{
    private const string Processes = "cgroup.procs";
    private readonly string _folder;
    private readonly ControlGroupKind _kind;

    private ControlGroup(string folder, ControlGroupKind kind) => (_folder, _kind) = (folder, kind);

    /// <summary>The file by which all groups below this one are killed with it; empty where the kernel has none.</summary>
    public string KillFile => _kind is ControlGroupKind.Unified ? Path.Combine(_folder, "cgroup.kill") : "";

    /// <summary>Makes a group in the first place where that is allowed.</summary>
    /// <returns>Null: nowhere.</returns>
    public static ControlGroup? TryCreate(IEnumerable<ControlGroupMount> mounts, string name) =>
        mounts.Select(mount => TryCreate(mount.Folder, name, mount.Kind)).FirstOrDefault(group => group is not null);

    /// <summary>Makes a group below this one, and moves a process there with all that it will start.</summary>
    /// <returns>Null: it is not allowed.</returns>
    public ControlGroup? TryAdd(string name, int pid)
    {
        if (TryCreate(_folder, name, _kind) is not { } group)
        {
            return null;
        }
        if (group.TryWrite(Processes, string.Create(CultureInfo.InvariantCulture, $"{pid}")))
        {
            return group;
        }
        group.Remove();
        return null;
    }

    /// <summary>The processes that are in it.</summary>
    public IReadOnlyList<int> Members()
    {
        try
        {
            // 0 stands for a process that this one's namespace does not show.
            return
            [
                .. File.ReadLines(Path.Combine(_folder, Processes))
                    .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
                    .Where(pid => pid > 0),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Kills all that is in it.</summary>
    public void Kill()
    {
        if (_kind is ControlGroupKind.Unified)
        {
            // Older kernels than 5.14 have no such file; their processes are killed one by one.
            TryWrite("cgroup.kill", "1");
            return;
        }
        // Nothing forks while it is frozen; it dies when it thaws.
        TryWrite("freezer.state", "FROZEN");
        foreach (var pid in Members())
        {
            NativeMethods.Signal(pid, NativeMethods.Sigkill);
        }
        TryWrite("freezer.state", "THAWED");
    }

    /// <summary>Removes it, if it is empty.</summary>
    public void Remove()
    {
        try
        {
            Directory.Delete(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What was left in the background by its script's wish goes on in it.
        }
    }

    private static ControlGroup? TryCreate(string above, string name, ControlGroupKind kind)
    {
        var folder = Path.Combine(above, name);
        try
        {
            if (!File.Exists(Path.Combine(above, Processes)))
            {
                return null;
            }
            Directory.CreateDirectory(folder);
            return new ControlGroup(folder, kind);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool TryWrite(string file, string text)
    {
        try
        {
            // Such a file is neither made nor cut short.
            using var stream = new FileStream(
                Path.Combine(_folder, file),
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite,
                bufferSize: 0
            );
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
