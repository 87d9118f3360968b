namespace ActorJobs.Worker.Processes;

/// <summary>Where the control groups of this process are.</summary>
/// <param name="Folder">The group of this process, as a folder.</param>
/// <param name="Kind">Its version.</param>
internal sealed record ControlGroupMount(string Folder, ControlGroupKind Kind)
{
    private const string MountsFile = "/proc/self/mountinfo";
    private const string GroupsFile = "/proc/self/cgroup";

    /// <summary>Those that there are, the better first.</summary>
    public static IReadOnlyList<ControlGroupMount> OfThisProcess() =>
        File.Exists(MountsFile) && File.Exists(GroupsFile) ? Read(File.ReadAllLines(MountsFile), File.ReadAllLines(GroupsFile)) : [];

    /// <summary>Reads them from what the kernel tells.</summary>
    /// <param name="mounts">Lines of mountinfo: … root folder options … - type source options.</param>
    /// <param name="groups">Lines of cgroup: number:controllers:path; version 2 has number 0 and no controllers.</param>
    public static IReadOnlyList<ControlGroupMount> Read(IReadOnlyList<string> mounts, IReadOnlyList<string> groups)
    {
        var found = new List<ControlGroupMount>();
        foreach (var line in mounts)
        {
            var halves = line.Split(" - ", 2);
            if (
                halves.Length < 2
                || halves[0].Split(' ') is not [_, _, _, var root, var folder, ..]
                || halves[1].Split(' ') is not [var type, _, var options, ..]
            )
            {
                continue;
            }
            if (type is "cgroup2" && PathOf(groups, controller: "") is { } path)
            {
                found.Insert(0, new ControlGroupMount(Below(folder, root, path), ControlGroupKind.Unified));
            }
            else if (type is "cgroup" && options.Split(',').Contains("freezer") && PathOf(groups, "freezer") is { } frozen)
            {
                found.Add(new ControlGroupMount(Below(folder, root, frozen), ControlGroupKind.Freezer));
            }
        }
        return found;
    }

    private static string? PathOf(IReadOnlyList<string> groups, string controller) =>
        groups
            .Select(line => line.Split(':', 3))
            .FirstOrDefault(fields => fields.Length is 3 && fields[1].Split(',').Contains(controller))
            ?[2];

    /// <summary>A mount may show a part of the tree only, whose root is then no folder of its own.</summary>
    private static string Below(string folder, string root, string path) =>
        root is not "/" && path.StartsWith(root, StringComparison.Ordinal) ? folder + path[root.Length..] : folder + path.TrimEnd('/');
}
