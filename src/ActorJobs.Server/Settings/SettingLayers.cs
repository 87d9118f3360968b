using ActorJobs.Errors;
using ActorJobs.Hocon;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Settings;

/// <summary>Lays all sources of settings over each other, and looks whether every key is one that there is.</summary>
internal static class SettingLayers
{
    private const string OurRoot = "actorjobs";

    private static readonly HoconOrigin CommandLine = new("--set");
    private static readonly List<HoconPath> Known = [.. ReferenceSettings.All.Select(setting => setting.Path)];
    private static readonly List<string> Names = [.. Known.Select(path => path.ToString())];

    /// <summary>Groups of settings, such as <c>actorjobs.http</c>.</summary>
    private static readonly HashSet<HoconPath> Groups =
    [
        .. Known.SelectMany(path => Enumerable.Range(1, path.Elements.Length - 1).Select(length => new HoconPath(path.Elements[..length]))),
    ];

    /// <summary>Reads all sources.</summary>
    /// <param name="sources">Where to read.</param>
    /// <param name="problems">Takes what is wrong; then the result has only what is right.</param>
    public static HoconObject Read(SettingSources sources, List<StartProblem> problems)
    {
        var layers = new List<HoconDocument> { ReferenceSettings.Document };
        foreach (var file in sources.Files)
        {
            Try(() => layers.Add(HoconDocument.ReadFile(file)), problems);
        }

        layers.Add(EnvironmentSettings.Read(sources.Variables));
        layers.Add(ReadAssignments(sources.Assignments, problems));
        var references = layers.SelectMany(layer => layer.References).ToHashSet();
        var root = HoconDocument.Resolve([ReferenceSettings.Document]);
        Try(() => root = HoconDocument.Resolve(layers, name => sources.Variables.GetValueOrDefault(name)), problems);
        problems.AddRange(EnvironmentSettings.Mistakes(sources.Variables, references));
        problems.AddRange(Mistakes(root, references));
        return root;
    }

    private static void Try(Action read, List<StartProblem> problems)
    {
        try
        {
            read();
        }
        catch (HoconException error)
        {
            problems.Add(new StartProblem(ErrorCodes.InvalidConfiguration, error.Message));
        }
    }

    private static HoconDocument ReadAssignments(IReadOnlyList<string> assignments, List<StartProblem> problems)
    {
        var values = new List<(HoconPath, string, HoconOrigin)>();
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
            {
                var near = NearMatches.Of(assignment, Names).Append(SettingKeys.HttpPort.Name).First();
                problems.Add(
                    new StartProblem(
                        ErrorCodes.InvalidSetting,
                        $"--set: '{assignment}' has no value; expected key=value, such as {near}=…."
                    )
                );
                continue;
            }

            Try(
                () => values.Add((HoconPath.Parse(assignment[..at].Trim(), CommandLine), assignment[(at + 1)..].Trim(), CommandLine)),
                problems
            );
        }

        return HoconDocument.FromValues(values);
    }

    private static IEnumerable<StartProblem> Mistakes(HoconObject root, HashSet<HoconPath> references)
    {
        var leaves = root.Leaves().Where(leaf => !Known.Exists(leaf.Path.StartsWith)).ToList();
        return AkkaKeys
            .Mistakes(leaves.Where(leaf => AkkaKeys.IsOne(leaf.Path)))
            .Concat(
                leaves
                    .Where(leaf => !AkkaKeys.IsOne(leaf.Path))
                    .Select(leaf => Mistake(leaf.Path, leaf.Value, references))
                    .OfType<StartProblem>()
            );
    }

    /// <summary>What is wrong with a key that is no setting; null if it is right.</summary>
    private static StartProblem? Mistake(HoconPath path, HoconValue value, HashSet<HoconPath> references)
    {
        if (Groups.Contains(path))
        {
            var below = Names.Where(name => name.StartsWith($"{path}.", StringComparison.Ordinal)).ToList();
            return value is HoconObject
                ? null
                : new StartProblem(
                    ErrorCodes.InvalidSetting,
                    $"{value.Origin}: {path} is {value.Kind}, but a group of settings. Give one of them a value: {string.Join(", ", below)}."
                );
        }

        // A key beside ours that a substitution names is a variable of the file's author, also if another layer hides the substitution.
        if (path.Elements[0] != OurRoot && references.Any(used => path.StartsWith(used) || used.StartsWith(path)))
        {
            return null;
        }

        var near = NearMatches.Hint(path.ToString(), Names);
        return new StartProblem(
            ErrorCodes.UnknownSetting,
            $"{value.Origin}: there is no setting '{path}'.{(near.Length > 0 ? near : " hocon/reference.conf has all that there are.")}"
        );
    }
}
